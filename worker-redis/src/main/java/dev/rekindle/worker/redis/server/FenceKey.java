package dev.rekindle.worker.redis.server;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The key {@code rekindle:fence} of database 0: a hash that keeps the highest fence token this
 * server has seen, for ever, and what the restore of that token did here.
 */
public final class FenceKey {

  public static final String NAME = "rekindle:fence";

  /**
   * Prefix of every script that changes something: leaves with the token when a higher one was
   * seen. {@code ARGV[1]} is the token, {@code ARGV[2]} the database to work in.
   */
  public static final String GUARD =
      """
      redis.call('SELECT', '0')
      local seen = tonumber(redis.call('HGET', 'rekindle:fence', 'token') or '0')
      if seen > tonumber(ARGV[1]) then return {seen} end
      if seen < tonumber(ARGV[1]) then redis.call('HSET', 'rekindle:fence', 'token', ARGV[1]) end
      redis.call('SELECT', ARGV[2])
      """;

  private static final String NOTE =
      GUARD
          + """
          for n = 3, #ARGV, 2 do redis.call('HSET', 'rekindle:fence', ARGV[n], ARGV[n + 1]) end
          return {}
          """;

  private FenceKey() {}

  /** What it says; empty when it was never written. */
  public static Map<String, String> read(RedisServer redis) {
    redis.select(0);
    return redis.hash(NAME);
  }

  /** Writes notes into it; {@code AttemptEnded} superseded when a higher token was seen. */
  public static void note(RedisServer redis, AttemptRef attempt, Map<String, String> notes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("restore", attempt.restore().toString()));
    arguments.addAll(List.of("stage", attempt.stage().value()));
    arguments.addAll(List.of("attempt", Integer.toString(attempt.number())));
    arguments.addAll(List.of("at", Instant.now().toString()));
    notes.forEach((name, value) -> arguments.addAll(List.of(name, value)));
    run(redis, NOTE, attempt, 0, List.of(), RespConnection.bytes(arguments.toArray(new String[0])));
  }

  /**
   * Runs a script that begins with {@link #GUARD} and answers an empty or longer array than one
   * number when it went on; {@code AttemptEnded} superseded otherwise.
   *
   * @param script numbers its own arguments from {@code ARGV[3]} on
   */
  public static List<Reply> run(
      RedisServer redis,
      String script,
      AttemptRef attempt,
      int database,
      List<byte[]> keys,
      List<byte[]> arguments) {
    List<byte[]> command = new ArrayList<>();
    command.addAll(RespConnection.bytes("EVAL", script, Integer.toString(keys.size())));
    command.addAll(keys);
    command.addAll(
        RespConnection.bytes(Long.toString(attempt.fence()), Integer.toString(database)));
    command.addAll(arguments);
    List<Reply> answer = redis.ask(command).items();
    if (answer.size() == 1 && answer.getFirst() instanceof Reply.Count(long seen)) {
      throw AttemptEnded.superseded(seen);
    }
    return answer;
  }
}
