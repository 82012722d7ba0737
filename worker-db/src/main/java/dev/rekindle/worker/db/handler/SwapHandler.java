package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.stage.StageSpec.SwapDatabase;
import dev.rekindle.worker.db.importer.plan.AsideNames;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes what was imported beside a database live. */
@ApplicationScoped
class SwapHandler implements StageHandler<SwapDatabase> {

  private final Databases databases;

  SwapHandler(Databases databases) {
    this.databases = databases;
  }

  @Override
  public Class<SwapDatabase> spec() {
    return SwapDatabase.class;
  }

  /** Room beside the database is what the check of the import looks for. */
  @Override
  public Findings check(SwapDatabase spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    new TargetCheck(databases, spec.target(), attempt, findings).reachable();
    return findings.build();
  }

  @Override
  public StageOutcome run(SwapDatabase spec, Attempt attempt) {
    try (Databases.Reached reached = databases.reach(spec.target(), attempt)) {
      boolean swapped =
          translated(() ->
              reached
                  .server()
                  .aside()
                  .swap(
                      reached.address(),
                      Databases.claim(spec.target(), attempt.ref()),
                      Databases.telling(attempt)));
      String name = spec.target().database();
      return StageOutcome.done(
          new Evidence("swap of " + name, swapped ? "done" : "was done before"),
          new Evidence("kept aside", AsideNames.of(name).kept()));
    }
  }
}
