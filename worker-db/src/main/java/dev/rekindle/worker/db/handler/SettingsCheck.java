package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.DatabaseTarget;
import dev.rekindle.worker.db.importer.target.ServerFacts;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageProblem;

/** Whether what a server has committed can be believed after it crashed. */
final class SettingsCheck {

  private SettingsCheck() {}

  /** Says nothing of a server that is out of reach: that is another check's. */
  static void durable(
      Databases databases, DatabaseTarget target, Attempt attempt, Findings.Builder findings) {
    try (Databases.Reached reached =
        databases.reach(target, attempt, databases.loginToCome(target, attempt))) {
      judge(
          "settings of database " + target.database(),
          translated(() -> reached.server().look(reached.address())),
          findings);
    } catch (StageProblem seenBefore) {
      // The target's check has told it.
    }
  }

  private static void judge(String subject, ServerFacts facts, Findings.Builder findings) {
    if (!facts.unsafeSettings().isEmpty()) {
      findings.blocker(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "The server may be half written after a crash: "
              + String.join(", ", facts.unsafeSettings()),
          "Set it back for the import; or waive this where the storage writes whole pages");
    }
    if (!facts.undurableSettings().isEmpty()) {
      findings.info(
          subject,
          "What is imported last does not survive a crash of the server's machine: "
              + String.join(", ", facts.undurableSettings()));
    }
  }
}
