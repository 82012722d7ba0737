package dev.rekindle.worker.redis.wire;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import java.time.Instant;

/**
 * Fence and position of one master of a cluster, in keys that lie on it. Each script begins with
 * the same question as {@code FenceKey.GUARD}; {@code KEYS}: fence, positions; {@code ARGV[1]}:
 * token.
 */
final class ClusterFence {

  private static final String GUARD =
      """
      local seen = tonumber(redis.call('HGET', KEYS[1], 'token') or '0')
      if seen > tonumber(ARGV[1]) then return {seen} end
      """;

  /** {@code ARGV}: restore, description of the load, seconds since 1970, 1 to begin anew. */
  private static final String BEGIN =
      GUARD
          + """
          local answer = 'resumed'
          if redis.call('HGET', KEYS[1], 'wire') ~= ARGV[3] or ARGV[5] == '1' then
            redis.call('FLUSHALL', 'ASYNC')
            answer = 'begun'
          end
          redis.call('HSET', KEYS[1], 'token', ARGV[1], 'restore', ARGV[2], 'wire', ARGV[3],
            'state', 'loading')
          redis.call('HSET', KEYS[2], 'at', ARGV[4])
          return {answer, ''}
          """;

  private static final String FINISH =
      GUARD
          + """
          redis.call('HSET', KEYS[1], 'state', 'proven')
          redis.call('DEL', KEYS[2])
          return {'done', ''}
          """;

  /**
   * {@code ARGV}: number of the batch, then key, expiry, payload of each value. The keys are not
   * declared, as they lie in several slots: a script without a header may touch all its node has.
   */
  private static final String APPLY =
      GUARD
          + """
          if seen < tonumber(ARGV[1]) then return {'lost', ''} end
          if tonumber(redis.call('HGET', KEYS[2], 'batch') or '0') >= tonumber(ARGV[2]) then
            return {'lost', ''}
          end
          for n = 3, #ARGV, 3 do
            redis.call('RESTORE', ARGV[n], ARGV[n + 1], ARGV[n + 2], 'REPLACE', 'ABSTTL')
          end
          redis.call('HSET', KEYS[2], 'batch', ARGV[2])
          return {'applied', ''}
          """;

  private final AttemptRef ref;
  private final String load;
  private final String fence;
  private final String positions;

  ClusterFence(AttemptRef ref, String load, String tag) {
    this.ref = ref;
    this.load = ref.restore() + "/" + load;
    this.fence = "rekindle:fence:{" + tag + "}";
    this.positions = "rekindle:wire:{" + tag + "}";
  }

  /** Whether the node was emptied for it. */
  boolean begin(RedisServer redis, boolean again) {
    Reply answer =
        redis.ask(
            "EVAL",
            BEGIN,
            "2",
            fence,
            positions,
            Long.toString(ref.fence()),
            ref.restore().toString(),
            load,
            Long.toString(Instant.now().getEpochSecond()),
            again ? "1" : "0");
    return said(answer).equals("begun");
  }

  /** The number of the last batch that was applied; 0 for none. */
  long position(RedisServer redis) {
    return redis.ask("HGET", positions, "batch").number();
  }

  void finish(RedisServer redis) {
    said(redis.ask("EVAL", FINISH, "2", fence, positions, Long.toString(ref.fence())));
  }

  /** The words before those of the values. */
  RespBuffer apply(RespBuffer buffer, long number, int values) {
    return buffer
        .words(7 + 3 * values)
        .word("EVAL")
        .word(APPLY)
        .word("2")
        .word(fence)
        .word(positions)
        .word(Long.toString(ref.fence()))
        .word(Long.toString(number));
  }

  /** What a script answered; {@code AttemptEnded} superseded when it met a higher token. */
  static String said(Reply answer) {
    if (answer.items().getFirst() instanceof Reply.Count(long seen)) {
      throw AttemptEnded.superseded(seen);
    }
    return answer.items().getFirst().text();
  }
}
