package dev.rekindle.worker.redis.testing;

import dev.rekindle.worker.redis.server.RedisRefusal;
import dev.rekindle.worker.redis.server.RespConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the snapshots in {@code src/test/resources/snapshots} hold: the same content, written by
 * servers that are not at hand where tests run. {@code Recording SERVER FILE} records another one.
 */
public final class Recording {

  /** When keys and fields expire: in the year 2100. */
  private static final String LATE = "4102444800000";

  private static final List<String> EVERYWHERE =
      List.of(
          "SET text it's",
          "SET number 17",
          "SET negative -129",
          "SET big 9223372036854775807",
          "SET expires late",
          "PEXPIREAT expires " + LATE,
          "SET compressible " + "abc".repeat(2_000),
          "RPUSH list:small 1 -5000 70000 5000000000 text " + "x".repeat(80),
          "RPUSH list:plain " + "z".repeat(9_000) + " after",
          "SADD set:ints 1 70000 5000000000",
          "SADD set:texts a b 17",
          "HSET hash f v n 12 long " + "w".repeat(60),
          "HSET table f " + "v".repeat(700),
          "ZADD scores 1 one -2.5 two inf top 1e21 big 0 zero 0.1 tenth",
          "ZADD table:scores 1 " + "m".repeat(700),
          "XADD stream 1-1 field value n 1",
          "XADD stream 2-1 field other n 2",
          "XADD stream 3-1 other fields",
          "XDEL stream 2-1",
          "XGROUP CREATE stream workers 3-1",
          "XCLAIM stream workers ann 0 1-1 TIME 1600000000000 RETRYCOUNT 3 FORCE JUSTID",
          "SELECT 5",
          "RPUSH queue a b c",
          "PEXPIREAT queue " + LATE,
          "SELECT 0");

  /** For servers that know them (Redis since 7.4, Valkey since 9). */
  private static final List<String> FIELDS_THAT_EXPIRE =
      List.of(
          "SELECT 2",
          "HSET fields stays 1 goes 2",
          "HPEXPIREAT fields " + LATE + " FIELDS 1 goes",
          "HSET many stays 1 goes " + "v".repeat(700),
          "HPEXPIREAT many " + LATE + " FIELDS 1 goes",
          "SELECT 0");

  private Recording() {}

  public static void main(String[] arguments) throws IOException {
    Files.write(Path.of(arguments[1]), of(Path.of(arguments[0])));
  }

  /** The snapshot of a server that was filled so. */
  public static byte[] of(Path binary) throws IOException {
    Path folder = Files.createTempDirectory("recording");
    try (RedisProcess server = RedisProcess.start(binary, folder, RedisProcess.PLAIN);
        RespConnection redis = server.connect()) {
      for (String command : EVERYWHERE) {
        redis.ask(command.split(" "));
      }
      if (knows(redis, "hpexpireat")) {
        for (String command : FIELDS_THAT_EXPIRE) {
          redis.ask(command.split(" "));
        }
      }
      if (knows(redis, "function")) {
        redis.ask(
            "FUNCTION",
            "LOAD",
            "#!lua name=mine\nredis.register_function('mine', function() return 1 end)");
      }
      redis.ask("SAVE");
      return Files.readAllBytes(folder.resolve("dump.rdb"));
    }
  }

  private static boolean knows(RespConnection redis, String command) throws IOException {
    try {
      return !redis.ask("COMMAND", "INFO", command).items().getFirst().isNothing();
    } catch (RedisRefusal e) {
      return false;
    }
  }
}
