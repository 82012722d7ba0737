package dev.rekindle.sandbox.data;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * Copies services, applications, keys and limits from the system database into backend's Redis, as
 * {@code rake backend:storage:rewrite} does: it writes what is there and removes nothing.
 */
public final class StorageRewrite {

  private final Connection connection;
  private final Pipeline pipeline;
  private long written;

  private StorageRewrite(Connection connection, Pipeline pipeline) {
    this.connection = connection;
    this.pipeline = pipeline;
  }

  /** Rewrites database 0 of the server and returns how many records were sent. */
  public static long run(Connection system, Jedis backend) throws SQLException {
    backend.select(0);
    try (Pipeline pipeline = backend.pipelined()) {
      StorageRewrite rewrite = new StorageRewrite(system, pipeline);
      rewrite.services();
      rewrite.metrics();
      rewrite.limits();
      rewrite.applications();
      rewrite.keys();
      pipeline.sync();
      return rewrite.written;
    }
  }

  private interface Row {
    void write(ResultSet row) throws SQLException;
  }

  private void each(String sql, Row row) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        row.write(rows);
        written++;
      }
    }
  }

  private void services() throws SQLException {
    each(
        "SELECT s.id, s.backend_version, s.account_id, t.value FROM services s LEFT JOIN"
            + " service_tokens t ON t.service_id = s.id",
        row -> {
          String id = row.getString(1);
          // In porta the provider key belongs to an application of the master; here to the account.
          String provider = "provider-key-" + row.getString(3);
          pipeline.sadd("services_set", id);
          pipeline.sadd("provider_keys_set", provider);
          pipeline.sadd("service/provider_key:" + provider + "/ids", id);
          pipeline.set("service/id:" + id + "/provider_key", provider);
          pipeline.set("service/id:" + id + "/backend_version", row.getString(2));
          pipeline.set("service/id:" + id + "/state", "active");
          if (row.getString(4) != null) {
            pipeline.hset(
                "service_token/token:" + row.getString(4) + "/service_id:" + id,
                Map.of("permission", "service"));
          }
        });
  }

  private void metrics() throws SQLException {
    each(
        "SELECT owner_id, id, system_name FROM metrics WHERE owner_type = 'Service'",
        row -> {
          String service = "metric/service_id:" + row.getString(1);
          pipeline.set(service + "/name:" + row.getString(3) + "/id", row.getString(2));
          pipeline.set(service + "/id:" + row.getString(2) + "/name", row.getString(3));
          pipeline.sadd("metrics/service_id:" + row.getString(1) + "/ids", row.getString(2));
        });
  }

  private void limits() throws SQLException {
    each(
        "SELECT m.owner_id, l.plan_id, l.metric_id, l.period, l.value FROM usage_limits l"
            + " JOIN metrics m ON m.id = l.metric_id",
        row ->
            pipeline.set(
                "usage_limit/service_id:%s/plan_id:%s/metric_id:%s/%s"
                    .formatted(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                row.getString(5)));
  }

  private void applications() throws SQLException {
    each(
        "SELECT c.service_id, c.application_id, c.state, c.plan_id, p.name, c.user_key,"
            + " c.redirect_url FROM cinstances c JOIN plans p ON p.id = c.plan_id",
        row -> {
          String service = row.getString(1);
          String id = row.getString(2);
          String prefix = "application/service_id:" + service + "/id:" + id;
          pipeline.sadd("service_id:" + service + "/applications", id);
          pipeline.set(prefix + "/state", row.getString(3).equals("live") ? "active" : "suspended");
          pipeline.set(prefix + "/plan_id", row.getString(4));
          pipeline.set(prefix + "/plan_name", row.getString(5));
          pipeline.set(
              "application/service_id:" + service + "/key:" + row.getString(6) + "/id", id);
          if (row.getString(7) != null) {
            pipeline.set(prefix + "/redirect_url", row.getString(7));
          }
        });
  }

  private void keys() throws SQLException {
    each(
        "SELECT c.service_id, c.application_id, k.value FROM application_keys k"
            + " JOIN cinstances c ON c.id = k.application_id",
        row ->
            pipeline.sadd(
                "application/service_id:%s/id:%s/keys"
                    .formatted(row.getString(1), row.getString(2)),
                row.getString(3)));
  }
}
