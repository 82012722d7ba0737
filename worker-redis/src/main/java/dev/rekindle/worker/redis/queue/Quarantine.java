package dev.rekindle.worker.redis.queue;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.QueueRule;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.server.FenceKey;
import dev.rekindle.worker.redis.server.OwnKeys;
import dev.rekindle.worker.redis.server.RedisServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Applies queue rules to one server. What was done before is found done and only reported. */
final class Quarantine {

  private static final int BATCH = 500;
  private static final byte[] OWN = "rekindle:".getBytes(StandardCharsets.US_ASCII);

  /** A key that came back after it was quarantined goes beside the first, never over it. */
  private static final String RENAME =
      FenceKey.GUARD
          + """
          local moved = {}
          for _, key in ipairs(KEYS) do
            if redis.call('EXISTS', key) == 1 then
              local to = ARGV[3] .. key
              if redis.call('EXISTS', to) == 1 then to = to .. ':' .. ARGV[1] end
              if redis.call('RENAMENX', key, to) == 1 then moved[#moved + 1] = key end
            end
          end
          return {'moved', #moved}
          """;

  private static final String DROP =
      FenceKey.GUARD
          + """
          local size = {list = 'LLEN', set = 'SCARD', zset = 'ZCARD', hash = 'HLEN', stream = 'XLEN'}
          for _, key in ipairs(KEYS) do
            local kind = redis.call('TYPE', key).ok
            if kind ~= 'none' then
              local count = size[kind] and redis.call(size[kind], key) or 1
              redis.call('HINCRBY', ARGV[3], key, count)
              redis.call('UNLINK', key)
            end
          end
          return {}
          """;

  private final RedisServer redis;
  private final Attempt attempt;
  private final AttemptRef ref;

  Quarantine(RedisServer redis, Attempt attempt) {
    this.redis = redis;
    this.attempt = attempt;
    this.ref = attempt.ref();
  }

  /** First rule that matches a key wins. */
  List<Evidence> apply(List<QueueRule> rules) {
    List<Evidence> evidence = new ArrayList<>();
    Map<Integer, Set<ByteBuffer>> decided = new TreeMap<>();
    for (QueueRule rule : rules) {
      Set<ByteBuffer> done = decided.computeIfAbsent(rule.database(), n -> new HashSet<>());
      redis.select(rule.database());
      List<byte[]> keys =
          redis.scan(rule.pattern()).stream()
              .filter(key -> !own(key) && done.add(ByteBuffer.wrap(key)))
              .toList();
      act(rule, keys);
      evidence.add(
          new Evidence(
              "db%d %s %s".formatted(rule.database(), rule.action(), rule.pattern()),
              keys.size() + " keys now"));
    }
    decided.keySet().forEach(database -> evidence.addAll(census(database)));
    return evidence;
  }

  private void act(QueueRule rule, List<byte[]> keys) {
    for (int from = 0; from < keys.size(); from += BATCH) {
      attempt.throwIfCancelled();
      List<byte[]> batch = keys.subList(from, Math.min(keys.size(), from + BATCH));
      switch (rule.action()) {
        case KEEP -> {}
        case QUARANTINE -> script(RENAME, rule, batch, ComparisonRules.quarantine(ref.restore()));
        case DROP -> script(DROP, rule, batch, OwnKeys.dropped(ref.restore()));
      }
      attempt.report(new Progress(rule.action() + " " + rule.pattern(), from, keys.size(), "keys"));
    }
  }

  private void script(String script, QueueRule rule, List<byte[]> keys, String argument) {
    FenceKey.run(
        redis,
        script,
        ref,
        rule.database(),
        keys,
        List.of(argument.getBytes(StandardCharsets.UTF_8)));
  }

  /** What lies in quarantine now, whoever put it there. */
  private List<Evidence> census(int database) {
    redis.select(database);
    JobCensus jobs = new JobCensus();
    long keys = 0;
    for (byte[] key : redis.scan(ComparisonRules.quarantine(ref.restore()) + "*")) {
      attempt.throwIfCancelled();
      keys++;
      new JobReader(redis).read(key, jobs);
    }
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence("quarantined db" + database, keys + " keys"));
    evidence.addAll(jobs.report(Instant.now()));
    redis
        .hash(OwnKeys.dropped(ref.restore()))
        .forEach((key, count) -> evidence.add(new Evidence("dropped " + key, count)));
    return evidence;
  }

  private static boolean own(byte[] key) {
    return ByteBuffer.wrap(key)
        .slice(0, Math.min(key.length, OWN.length))
        .equals(ByteBuffer.wrap(OWN));
  }
}
