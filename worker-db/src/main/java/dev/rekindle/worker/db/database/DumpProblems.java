package dev.rekindle.worker.db.database;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.dump.DumpRefused;
import dev.rekindle.worker.db.dump.DumpSource;
import dev.rekindle.worker.db.dump.DumpStream;
import dev.rekindle.worker.db.dump.DumpSurvey;
import dev.rekindle.worker.db.dump.Surveys;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.util.function.Consumer;

/** Turns what a dump is refused for into a stage's problem. */
public final class DumpProblems {

  private DumpProblems() {}

  public static StageProblem of(DumpRefused refused) {
    return StageProblem.permanent(refused.code(), String.valueOf(refused.getMessage()), refused);
  }

  /** A damaged file stays damaged; any other failure of the stream may pass. */
  public static StageProblem of(IOException e) {
    return e instanceof DumpStream.Damaged damaged
        ? StageProblem.permanent(damaged.code(), String.valueOf(e.getMessage()), e)
        : StageProblem.passing(ProblemCode.CONNECTION_LOST, "Reading the dump failed: " + e, e);
  }

  /** Reads the whole dump, of MySQL or of PostgreSQL, and proves it. */
  public static DumpSurvey surveying(
      DumpSource source, boolean mysql, Consumer<DumpStream> progress) {
    try {
      return mysql ? Surveys.mysql(source, progress) : Surveys.postgres(source, progress);
    } catch (DumpRefused e) {
      throw of(e);
    } catch (IOException e) {
      throw of(e);
    }
  }
}
