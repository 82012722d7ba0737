package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.CleanTarget;
import dev.rekindle.contract.stage.DatabaseTarget;
import dev.rekindle.contract.stage.DumpOwners;
import dev.rekindle.contract.stage.StageSpec.ImportDatabase;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.target.Programs;
import dev.rekindle.worker.db.importer.target.ServerFacts;
import dev.rekindle.worker.kit.cluster.Login;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The part of every check that looks at the server. */
final class TargetCheck {

  private final Databases databases;
  private final DatabaseTarget target;
  private final Attempt attempt;
  private final Findings.Builder findings;
  private final String subject;

  TargetCheck(
      Databases databases, DatabaseTarget target, Attempt attempt, Findings.Builder findings) {
    this.databases = databases;
    this.target = target;
    this.attempt = attempt;
    this.findings = findings;
    this.subject = "database " + target.database();
  }

  /**
   * Reaches the server and logs in. Where the application's Secret is gone, with the login that the
   * backup set will bring back; where that has none either, the look is deferred.
   */
  void reachable() {
    look((reached, facts) -> {});
  }

  /**
   * Also looks at what an import needs.
   *
   * @param dump null when it could not be read
   */
  void importable(ImportDatabase spec, @Nullable DumpSurvey dump) {
    look((reached, facts) -> {
      judge(facts, dump == null ? "" : dump.header().serverVersion());
      room(reached, facts, spec.clean());
      if (dump != null) {
        space(facts, dump, spec.clean());
        owners(reached, dump, spec.owners() != DumpOwners.IMPORTER);
      }
    });
  }

  /** What may be replaced, and whether there is room beside what may not. */
  private void room(Databases.Reached reached, ServerFacts facts, @Nullable CleanTarget clean) {
    String restore = attempt.ref().restore().toString();
    if (clean == CleanTarget.REFUSE && !facts.empty() && !facts.loadedBy().equals(restore)) {
      findings.blocker(
          ProblemCode.TARGET_NOT_EMPTY,
          subject,
          "It is not empty, and the stage says 'clean: REFUSE'",
          "Empty it, or say 'clean: REPLACE' or 'clean: BESIDE'");
    }
    if (clean == CleanTarget.BESIDE) {
      translated(() -> reached.server().aside().obstacles(reached.address(), restore))
          .forEach(obstacle ->
              findings.blocker(obstacle.code(), subject, obstacle.what(), obstacle.remedy()));
    }
  }

  /** No server tells a client how much room its disk has; what will be needed can be said. */
  private void space(ServerFacts facts, DumpSurvey dump, @Nullable CleanTarget clean) {
    long rows = dump.bytes().values().stream().mapToLong(Long::longValue).sum();
    findings.info(
        subject,
        "Space: the dump has %s of rows, to which indexes and logs of the server come; the database takes %s now, which %s"
            .formatted(
                megabytes(rows),
                megabytes(facts.bytes()),
                clean == CleanTarget.BESIDE ? "stay until they are released" : "go first"));
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private void look(BiConsumer<Databases.Reached, ServerFacts> more) {
    try (Databases.Reached reached = databases.reach(target, attempt)) {
      see(reached, "login works", more);
    } catch (StageProblem problem) {
      if (problem.code() == ProblemCode.CREDENTIALS_MISSING) {
        lookWithBackup(problem.detail(), more);
      } else {
        findings.add(problem.finding(subject));
      }
    }
  }

  private void lookWithBackup(String missing, BiConsumer<Databases.Reached, ServerFacts> more) {
    try {
      Login login = databases.loginToCome(target, attempt);
      try (Databases.Reached reached = databases.reach(target, attempt, login)) {
        see(reached, "login works with the backup's copy of a Secret that is gone", more);
      }
    } catch (StageProblem problem) {
      switch (problem.code()) {
        case CREDENTIALS_MISSING -> findings.deferred(subject, missing);
        case CREDENTIALS_REFUSED ->
            findings.blocker(
                problem.code(),
                subject,
                "A Secret is gone, and the server refuses the login in the backup's copy of it: "
                    + missing,
                "Create the Secret with the login that this server takes now");
        default -> findings.add(problem.finding(subject));
      }
    }
  }

  private void see(
      Databases.Reached reached, String login, BiConsumer<Databases.Reached, ServerFacts> more) {
    ServerFacts facts = translated(() -> reached.server().look(reached.address()));
    findings.info(subject, "Server version " + facts.version() + ", " + login);
    if (!facts.exists()) {
      findings.info(subject, "Does not exist yet");
    }
    more.accept(reached, facts);
  }

  private void owners(Databases.Reached reached, DumpSurvey dump, boolean keepsOwners) {
    Programs programs =
        new Programs(keepsOwners ? dump.definers() : Set.of(), dump.programs().keySet());
    Programs.Obstacles obstacles =
        translated(() -> reached.server().obstacles(reached.address(), programs));
    for (String right : obstacles.missingRights()) {
      findings.blocker(
          ProblemCode.PERMISSION_MISSING,
          subject,
          right,
          keepsOwners
              ? "Grant it, or say 'owners: IMPORTER' in the stage, and the objects belong to the user that imports"
              : "Grant it");
    }
    if (!obstacles.unknownAccounts().isEmpty()) {
      findings.warning(
          ProblemCode.OBJECT_MISSING,
          subject,
          "Views, triggers or routines run in the name of accounts that this server does not have: "
              + String.join(", ", obstacles.unknownAccounts())
              + "; a trigger of such an account makes every write to its table fail",
          "Create the accounts before anybody writes, or say 'owners: IMPORTER' in the stage");
    }
  }

  private void judge(ServerFacts facts, String dumpVersion) {
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
    newer(dumpVersion, facts.version());
  }

  /** Versions of MySQL and of MariaDB cannot be compared. */
  private void newer(String dumpVersion, String version) {
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
