package dev.rekindle.sandbox.data;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** What Sidekiq keeps in logical database 1 of system-redis. */
public final class SystemRedis {

  private static final List<String> QUEUES =
      List.of(
          "backend_sync",
          "billing",
          "critical",
          "default",
          "deletion",
          "events",
          "low",
          "mailers",
          "priority",
          "web_hooks",
          "zync");

  private SystemRedis() {}

  /** Writes into database 1 of the server; database 0 keeps only the probe's key. */
  public static void fill(Jedis jedis, Population population, long seed, int size) {
    Texts texts = new Texts(seed + 6);
    long now = population.base().getEpochSecond();
    try (Pipeline pipeline = jedis.pipelined()) {
      pipeline.select(1);
      for (String queue : QUEUES) {
        pipeline.sadd("queues", queue);
        for (int i = 0; i < 5 * size; i++) {
          pipeline.lpush("queue:" + queue, job("BackupTimeWorker", queue, texts.hex(24), now));
        }
      }
      for (int i = 0; i < 30 * size; i++) {
        String later = job("NotificationWorker", "mailers", texts.hex(24), now);
        pipeline.zadd("schedule", now + 3_600.5 + i, later);
        pipeline.zadd(
            "retry", now + 30.25 + i, job("WebHookWorker", "web_hooks", texts.hex(24), now));
        pipeline.zadd(
            "dead", now - 86_400.0 - i, job("BillingWorker", "billing", texts.hex(24), now));
      }
      pipeline.set("stat:processed", "987654");
      pipeline.set("stat:processed:2026-10-01", "4321");
      for (String cron : List.of("weekly_jobs", "daily_jobs", "billing_jobs")) {
        pipeline.sadd("cron_jobs", "cron_job:" + cron);
        pipeline.hset(
            "cron_job:" + cron,
            Map.of(
                "name", cron, "cron", "0 8 * * *", "status", "enabled", "message", texts.wild(80)));
        pipeline.zadd("cron_job:" + cron + ":enqueued", now - 3_600.0, "2026-10-01T08:00:00Z");
      }
      batches(pipeline, population, texts);
      pipeline.lpush("webhooks:failures:provider-2", texts.wild(300));
      pipeline.set("throttled:events".getBytes(StandardCharsets.UTF_8), texts.bytes(600));
      pipeline.select(0);
      pipeline.sync();
    }
  }

  private static void batches(Pipeline pipeline, Population population, Texts texts) {
    long expiry = population.base().plus(Duration.ofHours(6)).toEpochMilli();
    for (int i = 0; i < 10; i++) {
      String batch = "BID-" + texts.hex(14);
      pipeline.hset(batch, Map.of("pending", "3", "total", "9", "description", texts.wild(40)));
      pipeline.sadd(batch + "-jids", texts.hex(24), texts.hex(24), texts.hex(24));
      pipeline.pexpireAt(batch, expiry);
      pipeline.pexpireAt(batch + "-jids", expiry);
    }
  }

  /** A Sidekiq job. */
  public static String job(String worker, String queue, String jid, long createdAt) {
    return """
    {"class":"%s","args":["it's %s"],"jid":"%s","queue":"%s","retry":true,"created_at":%d.25,\
    "enqueued_at":%d.5}\
    """
        .formatted(worker, queue, jid, queue, createdAt, createdAt);
  }
}
