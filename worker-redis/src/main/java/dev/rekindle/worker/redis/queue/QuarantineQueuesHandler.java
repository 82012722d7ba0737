package dev.rekindle.worker.redis.queue;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.stage.StageSpec.QuarantineQueues;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.RedisSites;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** {@code redis.quarantine}: keeps restored jobs from running until a person decides. */
@ApplicationScoped
public class QuarantineQueuesHandler implements StageHandler<QuarantineQueues> {

  private final RedisSites sites;

  public QuarantineQueuesHandler(RedisSites sites) {
    this.sites = sites;
  }

  @Override
  public Class<QuarantineQueues> spec() {
    return QuarantineQueues.class;
  }

  @Override
  public Findings check(QuarantineQueues spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    for (var rule : spec.rules()) {
      findings.info(
          spec.target().place(),
          "%s keys %s of database %d".formatted(rule.action(), rule.pattern(), rule.database()));
    }
    return findings.build();
  }

  @Override
  public StageOutcome run(QuarantineQueues spec, Attempt attempt) {
    try (RedisSite site = sites.of(spec.target(), attempt);
        RedisServer redis = site.required().connect()) {
      List<Evidence> evidence = new ArrayList<>(new Quarantine(redis, attempt).apply(spec.rules()));
      return StageOutcome.done(evidence);
    }
  }
}
