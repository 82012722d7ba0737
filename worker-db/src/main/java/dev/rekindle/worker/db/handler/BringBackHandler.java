package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.stage.StageSpec.BringBackDatabase;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes what was kept aside of a database live again. */
@ApplicationScoped
class BringBackHandler implements StageHandler<BringBackDatabase> {

  private final Databases databases;

  BringBackHandler(Databases databases) {
    this.databases = databases;
  }

  @Override
  public Class<BringBackDatabase> spec() {
    return BringBackDatabase.class;
  }

  @Override
  public Findings check(BringBackDatabase spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    new TargetCheck(databases, spec.target(), attempt, findings).reachable();
    return findings.build();
  }

  @Override
  public StageOutcome run(BringBackDatabase spec, Attempt attempt) {
    try (Databases.Reached reached = databases.reach(spec.target(), attempt)) {
      boolean back =
          translated(() ->
              reached
                  .server()
                  .aside()
                  .bringBack(
                      reached.address(),
                      Databases.claim(spec.target(), attempt.ref()),
                      Databases.telling(attempt)));
      return StageOutcome.done(
          new Evidence(
              "what was in " + spec.target().database(),
              back ? "brought back" : "is there: it was brought back before, or never replaced"));
    }
  }
}
