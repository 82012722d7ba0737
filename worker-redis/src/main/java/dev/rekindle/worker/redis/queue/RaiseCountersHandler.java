package dev.rekindle.worker.redis.queue;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.StageSpec.RaiseCounters;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.FenceKey;
import dev.rekindle.worker.redis.server.OwnKeys;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.RedisSites;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code redis.raise-counters}: sets each counter to the larger of its value and floor + margin, in
 * one step with its note. In 3scale {@code events/id} and {@code alerts/current_id} become primary
 * keys of the system database; identifiers given out again are dropped there with a warning only
 * (porta, persist_event_worker.rb).
 */
@ApplicationScoped
public class RaiseCountersHandler implements StageHandler<RaiseCounters> {

  /** Lua's numbers are exact up to 2^53 only, so decimals are compared as texts. */
  private static final String RAISE =
      FenceKey.GUARD
          + """
          local before = redis.call('GET', KEYS[1]) or '0'
          if not string.match(before, '^%d+$') then return {'refused', before} end
          local to = ARGV[3]
          local less = #before < #to or (#before == #to and before < to)
          if not less then return {'kept', before} end
          redis.call('SET', KEYS[1], to)
          redis.call('HSET', ARGV[4], KEYS[1], before .. ' -> ' .. to)
          return {'raised', before}
          """;

  private final RedisSites sites;

  public RaiseCountersHandler(RedisSites sites) {
    this.sites = sites;
  }

  @Override
  public Class<RaiseCounters> spec() {
    return RaiseCounters.class;
  }

  @Override
  public Findings check(RaiseCounters spec, Attempt attempt) {
    return Findings.builder()
        .deferred(
            spec.target().place(),
            "The floors of %s come from an earlier stage".formatted(String.join(", ", spec.keys())))
        .build();
  }

  @Override
  public StageOutcome run(RaiseCounters spec, Attempt attempt) {
    Map<String, String> floors = attempt.input("floors");
    List<Evidence> evidence = new ArrayList<>();
    // All floors are looked at before any counter is touched.
    List<String> targets =
        spec.keys().stream().map(key -> target(key, floors, spec.margin())).toList();
    try (RedisSite site = sites.of(spec.target(), attempt);
        RedisServer redis = site.required().connect()) {
      for (int n = 0; n < spec.keys().size(); n++) {
        evidence.add(raise(redis, spec, spec.keys().get(n), targets.get(n), attempt));
      }
    }
    return StageOutcome.done(evidence);
  }

  private static Evidence raise(
      RedisServer redis, RaiseCounters spec, String key, String target, Attempt attempt) {
    attempt.throwIfCancelled();
    List<Reply> answer =
        FenceKey.run(
            redis,
            RAISE,
            attempt.ref(),
            spec.database(),
            List.of(bytes(key)),
            List.of(bytes(target), bytes(OwnKeys.raised(attempt.ref().restore()))));
    String before = answer.get(1).text();
    return switch (answer.getFirst().text()) {
      case "raised" -> new Evidence(key, before + " raised to " + target);
      case "kept" -> new Evidence(key, before + " kept, not below " + target);
      default ->
          throw StageProblem.permanent(
              ProblemCode.DATA_REFUSED, "Counter %s holds no whole number".formatted(key));
    };
  }

  private static String target(String key, Map<String, String> floors, long margin) {
    String floor = floors.get(key);
    if (floor == null) {
      throw StageProblem.permanent(
          ProblemCode.INPUT_MISSING, "Input 'floors' has nothing for counter " + key);
    }
    try {
      BigInteger seen = new BigInteger(floor.isBlank() ? "0" : floor.strip());
      return seen.max(BigInteger.ZERO).add(BigInteger.valueOf(margin)).toString();
    } catch (NumberFormatException e) {
      throw StageProblem.permanent(
          ProblemCode.INPUT_MISSING, "Input 'floors' has no whole number for counter " + key, e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
