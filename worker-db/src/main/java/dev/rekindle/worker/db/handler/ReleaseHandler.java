package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.stage.StageSpec.ReleaseAside;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Drops what lies beside a database. */
@ApplicationScoped
class ReleaseHandler implements StageHandler<ReleaseAside> {

  private final Databases databases;

  ReleaseHandler(Databases databases) {
    this.databases = databases;
  }

  @Override
  public Class<ReleaseAside> spec() {
    return ReleaseAside.class;
  }

  @Override
  public Findings check(ReleaseAside spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    new TargetCheck(databases, spec.target(), attempt, findings).reachable();
    return findings.build();
  }

  @Override
  public StageOutcome run(ReleaseAside spec, Attempt attempt) {
    try (Databases.Reached reached = databases.reach(spec.target(), attempt)) {
      List<String> dropped =
          translated(() ->
              reached
                  .server()
                  .aside()
                  .release(
                      reached.address(),
                      Databases.claim(spec.target(), attempt.ref()),
                      Databases.telling(attempt)));
      return StageOutcome.done(
          new Evidence(
              "dropped beside " + spec.target().database(),
              dropped.isEmpty() ? "nothing, nothing was there" : String.join(", ", dropped)));
    }
  }
}
