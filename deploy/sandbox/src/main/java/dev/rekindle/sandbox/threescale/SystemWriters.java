package dev.rekindle.sandbox.threescale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.sandbox.cluster.kubelet.ContainerContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import redis.clients.jedis.Jedis;

/** system-app and system-sidekiq: write rows, run jobs, pass events on to zync. */
final class SystemWriters {

  private static final Duration PAUSE = Duration.ofMillis(1_500);

  private final Surroundings around;

  SystemWriters(Surroundings around) {
    this.around = around;
  }

  /** The provider container: people log in, things happen. */
  int provider(String ip) throws Exception {
    try (Web web = new Web(ip, 3000).fine("/check.txt")) {
      web.page("/sandbox/hosts", (query, body, authorization) -> Hosts.answer(around, query));
      return Writer.repeat(around.gate(), PAUSE, this::login);
    }
  }

  private void login() throws SQLException {
    try (Connection system = around.stores().systemDatabase();
        PreparedStatement session =
            system.prepareStatement(
                "INSERT INTO user_sessions (user_id, `key`, created_at, updated_at)"
                    + " VALUES (2, ?, NOW(), NOW())");
        PreparedStatement event =
            system.prepareStatement(
                "INSERT INTO event_store_events (stream, event_type, event_id, created_at,"
                    + " provider_id) VALUES ('all', 'Users::LoggedIn', ?, NOW(6), 2)")) {
      session.setString(1, UUID.randomUUID().toString());
      session.executeUpdate();
      event.setString(1, UUID.randomUUID().toString());
      event.executeUpdate();
    }
  }

  /** Runs whatever lies in its queues: restored jobs too, unless somebody took them away. */
  int sidekiq(ContainerContext context) throws Exception {
    String token = context.environment().getOrDefault("ZYNC_AUTHENTICATION_TOKEN", "");
    try (Web web = new Web(context.podIp(), 9394)) {
      web.fine("/metrics");
      return Writer.repeat(around.gate(), Duration.ofMillis(500), () -> jobs(context.pod(), token));
    }
  }

  private void jobs(String pod, String token) throws Exception {
    try (Jedis jedis = around.stores().systemRedis()) {
      jedis.select(1);
      jedis.sadd("processes", pod);
      jedis.hset("process:" + pod, Map.of("busy", "0", "beat", Long.toString(now())));
      overdue(jedis);
      for (String queue : jedis.smembers("queues")) {
        for (int i = 0; i < 50; i++) {
          String job = jedis.rpop("queue:" + queue);
          if (job == null) {
            break;
          }
          if (!run(KubeApi.JSON.readTree(job), token)) {
            jedis.lpush("queue:" + queue, job);
            break;
          }
          jedis.incr("stat:processed");
        }
      }
    }
  }

  private static void overdue(Jedis jedis) {
    for (String set : new String[] {"schedule", "retry"}) {
      for (String job : jedis.zrangeByScore(set, 0.0, (double) now())) {
        jedis.zrem(set, job);
        jedis.lpush("queue:default", job);
      }
    }
  }

  private static long now() {
    return System.currentTimeMillis() / 1_000;
  }

  private boolean run(JsonNode job, String token) throws InterruptedException {
    if (!job.path("class").asText().equals("ZyncWorker")) {
      return true;
    }
    var zync = around.api().address("zync");
    if (zync.isEmpty()) {
      return false;
    }
    String url = "http://" + zync.get() + ":8080/notification";
    String body = job.path("args").path(0).toString();
    return Web.ask("PUT", url, body, "Token token=" + token).status() == 200;
  }
}
