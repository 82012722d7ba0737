package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.DatabaseTarget;
import dev.rekindle.worker.db.importer.target.ServerFacts;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageProblem;

/** The part of every check that looks at the server. */
final class TargetCheck {

  private TargetCheck() {}

  /**
   * Reaches the server and logs in. Secrets that are not there yet are deferred: an earlier stage
   * may bring them back.
   */
  static void reachable(
      Databases databases, DatabaseTarget target, Attempt attempt, Findings.Builder findings) {
    look(databases, target, attempt, findings, false, "");
  }

  /**
   * Also looks at what an import needs.
   *
   * @param dumpVersion of the server the dump comes from; empty when unknown
   */
  static void writable(
      Databases databases,
      DatabaseTarget target,
      Attempt attempt,
      Findings.Builder findings,
      String dumpVersion) {
    look(databases, target, attempt, findings, true, dumpVersion);
  }

  private static void look(
      Databases databases,
      DatabaseTarget target,
      Attempt attempt,
      Findings.Builder findings,
      boolean forImport,
      String dumpVersion) {
    String subject = "database " + target.database();
    try (Databases.Reached reached = databases.reach(target, attempt)) {
      ServerFacts facts = translated(() -> reached.server().look(reached.address()));
      findings.info(subject, "Server version " + facts.version() + ", login works");
      if (!facts.exists()) {
        findings.info(subject, "Does not exist yet");
      }
      if (forImport) {
        judge(subject, facts, attempt, findings, dumpVersion);
      }
    } catch (StageProblem problem) {
      if (problem.code() == ProblemCode.CREDENTIALS_MISSING) {
        findings.deferred(subject, problem.detail());
      } else {
        findings.add(problem.finding(subject));
      }
    }
  }

  private static void judge(
      String subject,
      ServerFacts facts,
      Attempt attempt,
      Findings.Builder findings,
      String dumpVersion) {
    if (facts.readOnly()) {
      findings.blocker(
          ProblemCode.TARGET_READ_ONLY, subject, "The server takes no changes", "Make it writable");
    }
    if (!facts.heldBy().isEmpty() && !facts.heldBy().equals(attempt.ref().restore().toString())) {
      findings.blocker(
          ProblemCode.TARGET_HELD,
          subject,
          "Restore " + facts.heldBy() + " is at work on it",
          "Wait for it or cancel it");
    }
    for (String right : facts.missingRights()) {
      findings.warning(
          ProblemCode.PERMISSION_MISSING, subject, "The user may lack " + right, "Grant it");
    }
    if (!facts.visitors().isEmpty()) {
      findings.warning(
          ProblemCode.WRITERS_PRESENT,
          subject,
          "Connected now: " + String.join(", ", facts.visitors()),
          "They must be gone when the import begins; an earlier stage stops the application");
    }
    newer(subject, dumpVersion, facts.version(), findings);
  }

  /** Versions of MySQL and of MariaDB cannot be compared. */
  private static void newer(
      String subject, String dumpVersion, String version, Findings.Builder findings) {
    int from = ServerFacts.major(dumpVersion);
    int to = ServerFacts.major(version);
    if (from <= to || to == 0) {
      return;
    }
    String message =
        "The dump comes from version %s, the server is %s".formatted(dumpVersion, version);
    if (dumpVersion.contains("MariaDB") == version.contains("MariaDB")) {
      findings.blocker(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          subject,
          message,
          "Import into a server that is at least as new");
    } else {
      findings.warning(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          subject,
          message,
          "Check that this server understands the dump");
    }
  }
}
