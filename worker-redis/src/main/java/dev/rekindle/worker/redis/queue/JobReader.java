package dev.rekindle.worker.redis.queue;

import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the jobs of a queue on a server, page by page. */
final class JobReader {

  private static final int PAGE = 1000;

  private final RedisServer redis;

  JobReader(RedisServer redis) {
    this.redis = redis;
  }

  /** Counts the elements of a list or sorted set; other keys hold no jobs. */
  void read(byte[] key, JobCensus jobs) {
    String command =
        switch (redis.ask(List.of(ascii("TYPE"), key)).text()) {
          case "list" -> "LRANGE";
          case "zset" -> "ZRANGE";
          default -> "";
        };
    if (command.isEmpty()) {
      return;
    }
    for (long from = 0; ; from += PAGE) {
      List<Reply> page =
          redis
              .ask(List.of(ascii(command), key, ascii("" + from), ascii("" + (from + PAGE - 1))))
              .items();
      page.forEach(job -> jobs.add(job.bytes()));
      if (page.size() < PAGE) {
        return;
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
