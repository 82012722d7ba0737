package dev.rekindle.worker.redis.wire;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.FenceKey;
import dev.rekindle.worker.redis.server.OwnKeys;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a load over the wire notes on the server: who is at it, with what, and how far it is. */
final class WireFence {

  /**
   * Takes the fence, and either finds the load that this one goes on with, or empties the server.
   * Another restore is held off for a minute after its last word. {@code ARGV}: token, restore,
   * seconds since 1970, description of the load, 1 to begin anew; further fields of the fence.
   */
  private static final String BEGIN =
      """
      redis.call('SELECT', '0')
      local fence = 'rekindle:fence'
      local found = redis.call('HMGET', fence, 'token', 'held-by', 'wire', 'state')
      local seen = tonumber(found[1] or '0')
      if seen > tonumber(ARGV[1]) then return {seen} end
      if found[2] and found[2] ~= ARGV[2] then
        local last = tonumber(redis.call('HGET', 'rekindle:wire:' .. found[2], 'at') or '0')
        if tonumber(ARGV[3]) - last < 60 then return {'held', found[2]} end
      end
      local answer = {'resumed', found[4] or ''}
      if found[3] ~= ARGV[4] or ARGV[5] == '1' then
        redis.call('FLUSHALL', 'ASYNC')
        redis.call('HSET', fence, 'wire', ARGV[4], 'state', 'loading')
        answer = {'begun', 'loading'}
      end
      redis.call('HSET', fence, 'token', ARGV[1], 'held-by', ARGV[2])
      for n = 6, #ARGV, 2 do redis.call('HSET', fence, ARGV[n], ARGV[n + 1]) end
      redis.call('HSET', 'rekindle:wire:' .. ARGV[2], 'at', ARGV[3])
      return answer
      """;

  /** {@code ARGV[3]}: restore. The positions go; the fence stays. */
  private static final String FINISH =
      FenceKey.GUARD
          + """
          redis.call('HSET', 'rekindle:fence', 'state', 'proven')
          redis.call('HDEL', 'rekindle:fence', 'held-by')
          redis.call('DEL', 'rekindle:wire:' .. ARGV[3])
          return {}
          """;

  /** How a load began. */
  enum State {
    /** The server was emptied. */
    BEGUN,
    /** An earlier attempt had begun the same load. */
    LOADING,
    /** An earlier attempt had sent everything. */
    LOADED
  }

  private final AttemptRef ref;
  private final String sha256;
  private final String load;

  WireFence(AttemptRef ref, String sha256, Batch.Division division) {
    this.ref = ref;
    this.sha256 = sha256;
    this.load = ref.restore() + "/" + sha256 + "/" + division;
  }

  String progressKey() {
    return OwnKeys.positions(ref.restore());
  }

  /** Whether the fence says that this restore has begun to send this snapshot. */
  static boolean begunBy(Map<String, String> fence, AttemptRef ref, String sha256) {
    return fence.getOrDefault("wire", "").startsWith(ref.restore() + "/" + sha256 + "/");
  }

  State begin(RedisServer redis, boolean anew) {
    List<Reply> answer =
        redis
            .ask(
                "EVAL",
                BEGIN,
                "0",
                Long.toString(ref.fence()),
                ref.restore().toString(),
                Long.toString(Instant.now().getEpochSecond()),
                load,
                anew ? "1" : "0",
                "restore",
                ref.restore().toString(),
                "stage",
                ref.stage().value(),
                "attempt",
                Integer.toString(ref.number()),
                "artifact",
                sha256)
            .items();
    if (answer.getFirst() instanceof Reply.Count(long seen)) {
      throw AttemptEnded.superseded(seen);
    }
    return switch (answer.getFirst().text()) {
      case "held" ->
          throw StageProblem.passing(
              ProblemCode.TARGET_HELD,
              "Restore %s is at work on this server; wait for it or cancel it"
                  .formatted(answer.get(1).text()));
      case "begun" -> State.BEGUN;
      default -> answer.get(1).text().equals("loading") ? State.LOADING : State.LOADED;
    };
  }

  /** The number of the last batch each lane applied; 0 for none. */
  long[] positions(RedisServer redis, int lanes) {
    redis.select(0);
    Map<String, String> fields = new HashMap<>(redis.hash(progressKey()));
    long[] positions = new long[lanes];
    for (int n = 0; n < lanes; n++) {
      positions[n] = Long.parseLong(fields.getOrDefault("lane" + n, "0"));
    }
    return positions;
  }

  void loaded(RedisServer redis) {
    FenceKey.note(redis, ref, Map.of("state", "loaded"));
  }

  void finish(RedisServer redis) {
    FenceKey.run(
        redis,
        FINISH,
        ref,
        0,
        List.of(),
        List.of(ref.restore().toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }
}
