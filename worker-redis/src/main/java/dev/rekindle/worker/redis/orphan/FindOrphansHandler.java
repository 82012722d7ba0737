package dev.rekindle.worker.redis.orphan;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.OrphanRule;
import dev.rekindle.contract.stage.StageSpec.FindOrphans;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.redis.server.FenceKey;
import dev.rekindle.worker.redis.server.OwnKeys;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.RedisSites;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code redis.orphans}: in 3scale {@code backend:storage:rewrite} only adds, so what was deleted
 * in the system database after the backup of Redis keeps authorising there.
 */
@ApplicationScoped
public class FindOrphansHandler implements StageHandler<FindOrphans> {

  private static final int SHOWN = 10;

  /** {@code KEYS[1]}: key, {@code KEYS[2]}: where dropped ones are noted; then members, if any. */
  private static final String REMOVE =
      FenceKey.GUARD
          + """
          local gone = 0
          if #ARGV > 2 then
            for n = 3, #ARGV do gone = gone + redis.call('SREM', KEYS[1], ARGV[n]) end
          else
            gone = redis.call('UNLINK', KEYS[1])
          end
          if gone > 0 then redis.call('HINCRBY', KEYS[2], KEYS[1], gone) end
          return {'removed', gone}
          """;

  private final RedisSites sites;

  public FindOrphansHandler(RedisSites sites) {
    this.sites = sites;
  }

  @Override
  public Class<FindOrphans> spec() {
    return FindOrphans.class;
  }

  @Override
  public Findings check(FindOrphans spec, Attempt attempt) {
    return Findings.builder()
        .deferred(
            spec.target().place(),
            "Orphans are %s once an earlier stage tells what exists"
                .formatted(spec.remove() ? "removed" : "listed"))
        .build();
  }

  @Override
  public StageOutcome run(FindOrphans spec, Attempt attempt) {
    Map<String, Set<String>> known = new HashMap<>();
    // All of them are looked at before anything is removed.
    for (OrphanRule rule : spec.rules()) {
      known.put(rule.known(), Known.of(attempt.input("known"), rule.known()));
    }
    List<Evidence> evidence = new ArrayList<>();
    try (RedisSite site = sites.of(spec.target(), attempt);
        RedisServer redis = site.required().connect()) {
      redis.select(spec.database());
      for (OrphanRule rule : spec.rules()) {
        attempt.throwIfCancelled();
        attempt.report(new Progress("look for " + rule.key(), 0, 0, "keys"));
        List<Search.Orphan> orphans =
            new Search(redis, rule, known.getOrDefault(rule.known(), Set.of())).orphans();
        evidence.add(new Evidence("orphans " + name(rule), describe(orphans)));
        if (spec.remove()) {
          evidence.add(
              new Evidence(
                  "removed " + name(rule), Long.toString(remove(redis, spec, orphans, attempt))));
        }
      }
    }
    return StageOutcome.done(evidence);
  }

  private static long remove(
      RedisServer redis, FindOrphans spec, List<Search.Orphan> orphans, Attempt attempt) {
    byte[] dropped = bytes(OwnKeys.dropped(attempt.ref().restore()));
    long removed = 0;
    for (Search.Orphan orphan : orphans) {
      attempt.throwIfCancelled();
      removed +=
          FenceKey.run(
                  redis,
                  REMOVE,
                  attempt.ref(),
                  spec.database(),
                  List.of(bytes(orphan.key()), dropped),
                  orphan.member().stream().map(FindOrphansHandler::bytes).toList())
              .get(1)
              .number();
    }
    return removed;
  }

  private static String name(OrphanRule rule) {
    return rule.member() == null ? rule.key() : rule.member() + " in " + rule.key();
  }

  private static String describe(List<Search.Orphan> orphans) {
    Set<String> identities = new TreeSet<>();
    orphans.forEach(orphan -> identities.add(orphan.identity()));
    String shown = String.join(", ", identities.stream().limit(SHOWN).toList());
    return "%d, of %d things%s%s"
        .formatted(
            orphans.size(),
            identities.size(),
            identities.isEmpty() ? "" : ": " + shown,
            identities.size() > SHOWN ? " and others" : "");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
