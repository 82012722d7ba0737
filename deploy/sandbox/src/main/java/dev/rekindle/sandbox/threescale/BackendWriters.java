package dev.rekindle.sandbox.threescale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.sandbox.data.BackendRedis;
import java.time.Duration;
import redis.clients.jedis.Jedis;

/** backend-listener, backend-worker and backend-cron: count usage through Resque queues. */
final class BackendWriters {

  private static final Duration PAUSE = Duration.ofMillis(700);

  private final Surroundings around;

  BackendWriters(Surroundings around) {
    this.around = around;
  }

  /** Takes calls: queues a usage report of some application. */
  int listener(String ip) throws Exception {
    try (Web web = new Web(ip, 3000)) {
      web.fine("/check.txt", "/internal/status", "/internal/check.json");
      web.page(
          "/status",
          (query, body, authorization) ->
              Web.Reply.ok("{\"status\":\"ok\",\"version\":{\"backend\":\"3.4.3\"}}"));
      return Writer.repeat(around.gate(), PAUSE, this::report);
    }
  }

  private void report() {
    try (Jedis jedis = around.stores().backendRedis()) {
      String service = jedis.srandmember("services_set");
      String app =
          service == null ? null : jedis.srandmember("service_id:" + service + "/applications");
      if (service != null && app != null) {
        jedis.select(1);
        jedis.sadd("resque:queues", "priority");
        double now = System.currentTimeMillis() / 1_000.0;
        jedis.rpush(
            "resque:queue:priority", BackendRedis.reportJob(Long.parseLong(service), app, now));
      }
    }
  }

  /** Counts what is queued, without asking whether it was counted before. */
  int worker() throws InterruptedException {
    return Writer.repeat(around.gate(), PAUSE, this::work);
  }

  private void work() throws Exception {
    try (Jedis jedis = around.stores().backendRedis()) {
      for (int i = 0; i < 50; i++) {
        jedis.select(1);
        String job = jedis.lpop("resque:queue:priority");
        if (job == null) {
          return;
        }
        JsonNode args = KubeApi.JSON.readTree(job).path("args");
        String service = args.path(0).asText();
        String app = args.path(1).path("0").path("app_id").asText();
        jedis.incr("resque:stat:processed");
        jedis.select(0);
        String metric = jedis.get("metric/service_id:" + service + "/name:hits/id");
        if (metric == null) {
          jedis.select(1);
          jedis.rpush("resque:failed", job);
          continue;
        }
        jedis.incr(
            "stats/{service:%s}/cinstance:%s/metric:%s/eternity".formatted(service, app, metric));
        jedis.incr("stats/{service:%s}/metric:%s/eternity".formatted(service, metric));
      }
    }
  }

  /** Puts failed jobs back into the queue. */
  int cron() throws InterruptedException {
    return Writer.repeat(around.gate(), Duration.ofSeconds(5), this::requeue);
  }

  private void requeue() {
    try (Jedis jedis = around.stores().backendRedis()) {
      jedis.select(1);
      for (int i = 0; i < 100; i++) {
        String failed = jedis.lpop("resque:failed");
        if (failed == null) {
          return;
        }
        jedis.rpush("resque:queue:main", failed);
      }
    }
  }
}
