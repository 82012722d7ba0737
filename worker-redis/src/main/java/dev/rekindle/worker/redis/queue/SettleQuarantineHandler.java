package dev.rekindle.worker.redis.queue;

import dev.rekindle.contract.stage.StageSpec.SettleQuarantine;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.RedisSites;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** {@code redis.settle-quarantine}: an operator's decision on jobs that were put aside. */
@ApplicationScoped
public class SettleQuarantineHandler implements StageHandler<SettleQuarantine> {

  private final RedisSites sites;

  public SettleQuarantineHandler(RedisSites sites) {
    this.sites = sites;
  }

  @Override
  public Class<SettleQuarantine> spec() {
    return SettleQuarantine.class;
  }

  /** The job replay report: what would run again, how old it is, and what must not run twice. */
  @Override
  public Findings check(SettleQuarantine spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    String subject = spec.target().place();
    try (RedisSite site = sites.of(spec.target(), attempt)) {
      Optional<RedisSite.Running> running = site.running();
      if (running.isEmpty()) {
        return findings.deferred(subject, "The server is not up: looked at in the run").build();
      }
      findings.trying(
          subject,
          () -> {
            try (RedisServer redis = running.get().connect()) {
              new Settlement(redis, attempt, spec)
                  .look()
                  .forEach(line -> findings.info(subject, line.name() + ": " + line.value()));
            }
          });
      return findings.build();
    }
  }

  @Override
  public StageOutcome run(SettleQuarantine spec, Attempt attempt) {
    try (RedisSite site = sites.of(spec.target(), attempt);
        RedisServer redis = site.required().connect()) {
      return StageOutcome.done(new Settlement(redis, attempt, spec).settle());
    }
  }
}
