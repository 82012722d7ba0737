package dev.rekindle.worker.redis.rewrite;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.StageSpec.RewriteRedisLog;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.RedisSites;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * {@code redis.rewrite-aof}: the documented BGREWRITEAOF, with the right end. The documented check
 * ({@code aof_rewrite_in_progress:0}) is also true before a scheduled rewrite begins, and after one
 * that failed.
 */
@ApplicationScoped
public class RewriteRedisLogHandler implements StageHandler<RewriteRedisLog> {

  private final RedisSites sites;

  public RewriteRedisLogHandler(RedisSites sites) {
    this.sites = sites;
  }

  @Override
  public Class<RewriteRedisLog> spec() {
    return RewriteRedisLog.class;
  }

  @Override
  public Findings check(RewriteRedisLog spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    String subject = spec.target().place();
    try (RedisSite site = sites.of(spec.target(), attempt)) {
      Optional<RedisSite.Running> running = site.running();
      if (running.isEmpty()) {
        return findings.deferred(subject, "The server is not up: looked at in the run").build();
      }
      return findings
          .trying(
              subject,
              () -> {
                try (RedisServer redis = running.get().connect()) {
                  look(redis, spec, findings);
                }
              })
          .build();
    }
  }

  private static void look(RedisServer redis, RewriteRedisLog spec, Findings.Builder findings) {
    String subject = spec.target().place();
    findings.info(subject, redis.version().toString());
    if (!redis.knows("bgrewriteaof")) {
      findings.blocker(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "BGREWRITEAOF is renamed away",
          "Take rename-command BGREWRITEAOF out of its configuration, or load by redis.load");
    }
    boolean on = redis.persistence().logEnabled();
    if (!on && spec.target().claim() == null) {
      findings.blocker(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "appendonly is off, and its files cannot be looked at: the end could not be proven",
          "Switch appendonly on, or give workload, container, claim and directory");
    } else if (!on) {
      findings.warning(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "appendonly is off: what is written between the rewrite and the restart that switches it"
              + " on is lost",
          "Use redis.load, which has no such window");
    }
  }

  @Override
  public StageOutcome run(RewriteRedisLog spec, Attempt attempt) {
    try (RedisSite site = sites.of(spec.target(), attempt)) {
      site.fence();
      List<Evidence> evidence =
          new Rewriting(site.required(), spec.target().claim() != null, attempt).rewrite();
      site.release();
      return StageOutcome.done(evidence);
    }
  }
}
