package dev.rekindle.worker.redis.queue;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.SettleRule;
import dev.rekindle.contract.stage.SettleRule.Decision;
import dev.rekindle.contract.stage.StageSpec.SettleQuarantine;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.redis.server.FenceKey;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Releases or purges what was put aside on one server, one key a step. */
final class Settlement {

  private static final Pattern QUARANTINED =
      Pattern.compile("rekindle:quarantine:([0-9a-f-]{36}):(.*)", Pattern.DOTALL);

  /**
   * {@code KEYS}: quarantined key, its former name. Elements join those that came meanwhile; a
   * plain value that came meanwhile is newer and stays, and the old one stays in quarantine.
   */
  private static final String RELEASE =
      FenceKey.GUARD
          + """
          local from, to = KEYS[1], KEYS[2]
          local kind = redis.call('TYPE', from).ok
          if kind == 'none' then return {'gone', ''} end
          if redis.call('RENAMENX', from, to) == 1 then return {'released', ''} end
          if redis.call('TYPE', to).ok ~= kind then return {'kept', ''} end
          if kind == 'list' then
            for n = 0, redis.call('LLEN', from) - 1, 1000 do
              redis.call('RPUSH', to, unpack(redis.call('LRANGE', from, n, n + 999)))
            end
          elseif kind == 'set' then redis.call('SUNIONSTORE', to, to, from)
          elseif kind == 'zset' then redis.call('ZUNIONSTORE', to, 2, to, from, 'AGGREGATE', 'MIN')
          else return {'kept', ''} end
          redis.call('UNLINK', from)
          return {'joined', ''}
          """;

  private static final String PURGE =
      FenceKey.GUARD
          + """
          return {redis.call('UNLINK', KEYS[1]) == 1 and 'purged' or 'gone', ''}
          """;

  private final RedisServer redis;
  private final Attempt attempt;
  private final SettleQuarantine spec;

  Settlement(RedisServer redis, Attempt attempt, SettleQuarantine spec) {
    this.redis = redis;
    this.attempt = attempt;
    this.spec = spec;
  }

  /** What is aside and would be settled, by rule and class of job; nothing is changed. */
  List<Evidence> look() {
    List<Evidence> lines = new ArrayList<>();
    for (SettleRule rule : spec.rules()) {
      JobCensus jobs = new JobCensus();
      List<Aside> keys = aside(rule);
      keys.forEach(key -> new JobReader(redis).read(key.key(), jobs));
      lines.add(new Evidence(name(rule), keys.size() + " keys"));
      lines.addAll(jobs.report(Instant.now()));
    }
    return lines;
  }

  List<Evidence> settle() {
    List<Evidence> evidence = new ArrayList<>();
    for (SettleRule rule : spec.rules()) {
      Map<String, Integer> ends = new TreeMap<>();
      List<Aside> keys = aside(rule);
      for (Aside key : keys) {
        attempt.throwIfCancelled();
        ends.merge(end(rule, key), 1, Integer::sum);
        attempt.report(new Progress(name(rule), ends.size(), keys.size(), "keys"));
      }
      evidence.add(
          new Evidence(name(rule), ends.isEmpty() ? "nothing was aside" : ends.toString()));
    }
    return evidence;
  }

  private String end(SettleRule rule, Aside key) {
    boolean release = rule.decision() == Decision.RELEASE;
    List<Reply> answer =
        FenceKey.run(
            redis,
            release ? RELEASE : PURGE,
            attempt.ref(),
            rule.database(),
            release ? List.of(key.key(), key.name()) : List.of(key.key()),
            List.of());
    return answer.getFirst().text();
  }

  /** A key in quarantine, and the name it had. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Aside(byte[] key, byte[] name) {}

  private List<Aside> aside(SettleRule rule) {
    redis.select(rule.database());
    String restore = spec.restore() == null ? "*" : spec.restore();
    List<Aside> found = new ArrayList<>();
    for (byte[] key : redis.scan("rekindle:quarantine:" + restore + ":" + rule.pattern())) {
      // Latin 1 keeps every byte of a name that is no text.
      Matcher matcher = QUARANTINED.matcher(new String(key, StandardCharsets.ISO_8859_1));
      if (matcher.matches()) {
        found.add(new Aside(key, matcher.group(2).getBytes(StandardCharsets.ISO_8859_1)));
      }
    }
    return found;
  }

  private static String name(SettleRule rule) {
    return "db%d %s %s".formatted(rule.database(), rule.decision(), rule.pattern());
  }
}
