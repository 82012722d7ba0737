package dev.rekindle.sandbox.data;

import dev.rekindle.sandbox.data.Population.App;
import dev.rekindle.sandbox.data.Population.Metric;
import dev.rekindle.sandbox.data.Population.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * What backend keeps in Redis apart from its copy of system's configuration: usage, alerts, events,
 * and the Resque queues in logical database 1 (apisonator, docs/redis_keys.md).
 */
public final class BackendRedis {

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyyMMddHH").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

  private final Population population;
  private final Texts texts;
  private final Pipeline pipeline;

  private BackendRedis(Population population, Texts texts, Pipeline pipeline) {
    this.population = population;
    this.texts = texts;
    this.pipeline = pipeline;
  }

  /** Writes into databases 0 and 1 of the server. */
  public static void fill(Jedis jedis, Population population, long seed, int size) {
    jedis.select(0);
    try (Pipeline pipeline = jedis.pipelined()) {
      BackendRedis writer = new BackendRedis(population, new Texts(seed + 5), pipeline);
      for (Service service : population.services()) {
        writer.usage(service, 4 * size);
      }
      writer.alertsAndEvents();
      pipeline.sync();
      pipeline.select(1);
      writer.queues();
      pipeline.select(0);
      pipeline.sync();
    }
  }

  private void usage(Service service, int hours) {
    Instant base = population.base();
    for (App app : service.apps()) {
      pipeline.sadd("stats/{service:" + service.id() + "}/cinstances", app.applicationId());
      for (Metric metric : service.metrics()) {
        String prefix =
            "stats/{service:%d}/cinstance:%s/metric:%d/"
                .formatted(service.id(), app.applicationId(), metric.id());
        for (int hour = 0; hour < hours; hour++) {
          pipeline.set(prefix + "hour:" + HOUR.format(base.minus(Duration.ofHours(hour))), count());
        }
        pipeline.set(prefix + "month:" + DAY.format(base).substring(0, 6) + "01", count());
        pipeline.set(prefix + "eternity", count());
        // Past before a restore can look: 180 s is backend's own value.
        pipeline.setex(prefix + "minute:" + MINUTE.format(base), 180, count());
      }
      String daily =
          "daily_traffic/service:%d/cinstance:%s/".formatted(service.id(), app.applicationId());
      pipeline.set(daily + DAY.format(base), "1");
      pipeline.pexpireAt(daily + DAY.format(base), base.plus(Duration.ofDays(2)).toEpochMilli());
    }
    for (Metric metric : service.metrics()) {
      String prefix = "stats/{service:%d}/metric:%d/".formatted(service.id(), metric.id());
      pipeline.set(prefix + "eternity", count());
      pipeline.set(prefix + "day:" + DAY.format(base), count());
    }
    pipeline.set("stats/{service:" + service.id() + "}/response_code:2XX/eternity", count());
  }

  private void alertsAndEvents() {
    Instant base = population.base();
    // Behind what system has already stored: the counters a restore must raise.
    pipeline.set("alerts/current_id", Long.toString(PortaHistory.LAST_ALERT - 40));
    pipeline.set("events/id", Long.toString(PortaHistory.LAST_BACKEND_EVENT - 100));
    for (int i = 0; i < 5; i++) {
      pipeline.zadd("events/queue", 4_800 + i, "{\"id\":" + (4_800 + i) + ",\"type\":\"alert\"}");
    }
    for (Service service : population.services()) {
      pipeline.sadd("alerts/service_id:" + service.id() + "/allowed_set", "50", "80", "90", "100");
      App app = service.apps().getFirst();
      String notified =
          "alerts/service_id:%d/app_id:%s/90/already_notified"
              .formatted(service.id(), app.applicationId());
      pipeline.set(notified, "1");
      pipeline.pexpireAt(notified, base.plus(Duration.ofDays(1)).toEpochMilli());
      for (int i = 0; i < 3; i++) {
        pipeline.lpush(
            "errors/service_id:" + service.id(),
            "{\"code\":\"user_key_invalid\",\"message\":\"" + texts.hex(12) + "\"}");
      }
    }
    pipeline.lpush(
        "notify/aggregator/batch".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        texts.bytes(512));
  }

  private void queues() {
    Service service = population.services().getFirst();
    pipeline.sadd("resque:queues", "priority", "main");
    for (int i = 0; i < 30; i++) {
      App app = service.apps().get(i % service.apps().size());
      pipeline.rpush(
          "resque:queue:priority", reportJob(service.id(), app.applicationId(), i + 0.5));
    }
    pipeline.rpush(
        "resque:queue:main",
        "{\"class\":\"ThreeScale::Backend::Transactor::NotifyJob\",\"args\":[\""
            + population.providers().getFirst().providerKey()
            + "\",{\"transactions/authorize\":1},\"\",1.0]}");
    pipeline.rpush(
        "resque:failed",
        "{\"failed_at\":\"2026/10/01\",\"payload\":"
            + reportJob(service.id(), "lost", 99.0)
            + ",\"error\":\"it's \\\"broken\\\" 🔥\"}");
    pipeline.set("resque:stat:processed", "123456");
    pipeline.set("resque:stat:failed", "17");
    pipeline.hset("resque:worker-meta", Map.of("host", "backend-worker-1", "started", "yes"));
  }

  /** A usage report as backend-listener queues it; its last argument is the time it was queued. */
  public static String reportJob(long service, String app, double queuedAt) {
    return """
    {"class":"ThreeScale::Backend::Transactor::ReportJob","args":["%d",{"0":{"app_id":"%s",\
    "usage":{"hits":"1"},"timestamp":null}},%s,{}]}\
    """
        .formatted(service, app, queuedAt);
  }

  private String count() {
    return Integer.toString(1 + texts.below(90_000));
  }
}
