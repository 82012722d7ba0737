package dev.rekindle.worker.db.handler;

import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.TargetSuperseded;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;

/** Turns what the library throws into what a stage ends with. */
final class LibraryProblems {

  private LibraryProblems() {}

  /** Work that may throw a checked exception of its own. */
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  static <T, E extends Exception> T translated(Work<T, E> work) throws E {
    try {
      return work.run();
    } catch (DatabaseProblem problem) {
      throw new StageProblem(problem.code(), problem.retryable(), problem.detail(), problem);
    } catch (TargetSuperseded superseded) {
      throw AttemptEnded.superseded(superseded.seen());
    }
  }
}
