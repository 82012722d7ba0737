package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.stage.StageSpec.CleanLedger;
import dev.rekindle.worker.db.importer.target.LedgerCleanup.Outcome;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;

/** Removes what a finished import wrote down about its chunks. */
@ApplicationScoped
class LedgerHandler implements StageHandler<CleanLedger> {

  private final Databases databases;

  LedgerHandler(Databases databases) {
    this.databases = databases;
  }

  @Override
  public Class<CleanLedger> spec() {
    return CleanLedger.class;
  }

  @Override
  public Findings check(CleanLedger spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    new TargetCheck(databases, spec.target(), attempt, findings).reachable();
    return findings.build();
  }

  @Override
  public StageOutcome run(CleanLedger spec, Attempt attempt) {
    try (Databases.Reached reached = databases.reach(spec.target(), attempt)) {
      Outcome outcome =
          translated(() ->
              reached
                  .server()
                  .cleanLedger(reached.address(), Databases.claim(spec.target(), attempt.ref())));
      return StageOutcome.done(
          new Evidence(
              "ledger of " + spec.target().database(),
              switch (outcome) {
                case Outcome.NoLedger() -> "there is none";
                case Outcome.Kept() -> "kept: the last import has not finished";
                case Outcome.Removed(int chunks) -> chunks + " spans removed, the fence stays";
              }));
    }
  }
}
