package dev.rekindle.worker.redis.server;

import java.util.ArrayList;
import java.util.List;

/**
 * What a login may do, without doing it: commands are queued in a transaction that is thrown away.
 * A server looks at rights, memory and its role when it queues (server.c, {@code processCommand}).
 */
public final class Rights {

  /**
   * A command that would be refused.
   *
   * @param code first word of the refusal, such as {@code NOPERM} or {@code ERR}
   */
  public record Refused(String command, String code, String message) {}

  /** Commands that would change nothing even if they were executed. */
  private static final List<List<String>> HARMLESS =
      List.of(
          List.of("RESTORE", "rekindle:probe", "0", "no payload"),
          List.of("MSET", "rekindle:probe", "1", "uneven"),
          List.of("HSET", "rekindle:probe", "a", "1", "uneven"),
          List.of("EVAL", "return 0", "0"),
          List.of("SELECT", "0"));

  private Rights() {}

  /** Which of the commands of a load over the wire would be refused, and why. */
  public static List<Refused> refused(RedisServer redis) {
    List<Refused> refused = new ArrayList<>();
    Reply begun = redis.reply("MULTI");
    if (begun instanceof Reply.Failure(String message)) {
      return List.of(of("MULTI", message));
    }
    for (List<String> command : HARMLESS) {
      if (redis.reply(command.toArray(new String[0])) instanceof Reply.Failure(String message)) {
        refused.add(of(command.getFirst(), message));
      }
    }
    redis.reply("DISCARD");
    return refused;
  }

  private static Refused of(String command, String message) {
    int space = message.indexOf(' ');
    return new Refused(command, space < 0 ? message : message.substring(0, space), message);
  }
}
