package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.StageSpec.VerifyDatabase;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.plan.Proof;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the row counts of every table with the dump. Tables that the import emptied on purpose
 * are not compared: they fill again as soon as the application runs.
 */
@ApplicationScoped
class VerifyHandler implements StageHandler<VerifyDatabase> {

  private final Databases databases;

  VerifyHandler(Databases databases) {
    this.databases = databases;
  }

  @Override
  public Class<VerifyDatabase> spec() {
    return VerifyDatabase.class;
  }

  @Override
  public Findings check(VerifyDatabase spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    findings.trying(
        "artefact " + spec.artifact(),
        () -> {
          var _ = databases.dump(spec.target(), spec.artifact(), spec.source(), attempt);
        });
    new TargetCheck(databases, spec.target(), attempt, findings).reachable();
    return findings.build();
  }

  @Override
  public StageOutcome run(VerifyDatabase spec, Attempt attempt) {
    return translated(() -> compare(spec, attempt));
  }

  private StageOutcome compare(VerifyDatabase spec, Attempt attempt) {
    try (Databases.Reached reached = databases.reach(spec.target(), attempt)) {
      DumpSurvey survey =
          reached
              .server()
              .survey(
                  databases.dump(spec.target(), spec.artifact(), spec.source(), attempt),
                  stream -> {
                    attempt.throwIfCancelled();
                    attempt.report(
                        new Progress(
                            "reading the dump", stream.position(), stream.total(), "bytes"));
                  });
      Map<String, Long> wanted = new HashMap<>(survey.rows());
      Map<String, Long> found = new HashMap<>(reached.server().rows(reached.address()));
      for (String emptied : reached.server().emptied(reached.address())) {
        wanted.keySet().removeIf(table -> isNamed(table, emptied));
        found.keySet().removeIf(table -> isNamed(table, emptied));
      }
      String differences = Proof.rowDifferences(wanted, found, table -> false);
      if (!differences.isEmpty()) {
        throw StageProblem.permanent(
            ProblemCode.VERIFICATION_FAILED,
            "Database " + spec.target().database() + ": " + differences);
      }
      return StageOutcome.done(
          List.of(
              new Evidence("tables compared", String.valueOf(wanted.size())),
              new Evidence("rows compared", String.valueOf(survey.totalRows()))));
    }
  }

  private static boolean isNamed(String table, String name) {
    return table.equals(name) || table.substring(table.lastIndexOf('.') + 1).equals(name);
  }
}
