package dev.rekindle.sandbox.disaster;

import dev.rekindle.sandbox.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import redis.clients.jedis.Jedis;

/** Work done after the backup: a restore to the backup must take all of it away. */
public final class MoreWrites {

  private final Installation installation;

  public MoreWrites(Installation installation) {
    this.installation = installation;
  }

  /** Writes into every store; answers lines for people. */
  public List<String> write() throws IOException, SQLException {
    try (Connection system = installation.stores().systemDatabase();
        Statement sql = system.createStatement()) {
      sql.execute(
          "INSERT INTO audits (auditable_id, auditable_type, action, audited_changes, created_at, kind)"
              + " VALUES (1, 'Account', 'update', 'written after the backup 🔥', NOW(), 'Account')");
      sql.execute(
          "UPDATE accounts SET org_name = CONCAT(org_name, ' renamed after the backup') WHERE provider = 1");
      sql.execute("CREATE TABLE IF NOT EXISTS written_after_backup (id int PRIMARY KEY)");
    }
    try (Connection zync = installation.stores().zyncDatabase();
        Statement sql = zync.createStatement()) {
      sql.execute(
          "INSERT INTO tenants (id, endpoint, access_token, created_at, updated_at)"
              + " VALUES (987654, 'https://after-backup.example.com', 'token', now(), now())");
    }
    try (Jedis backend = installation.stores().backendRedis()) {
      backend.set("application/service_id:987654/id:after/state", "active");
      backend.incrBy("stats/{service:987654}/metric:1/eternity", 7);
      backend.select(1);
      backend.rpush(
          "resque:queue:priority",
          "{\"class\":\"ThreeScale::Backend::Transactor::ReportJob\",\"args\":[]}");
    }
    try (Jedis system = installation.stores().systemRedis()) {
      system.select(1);
      system.sadd("queues", "after-backup");
    }
    Path storage = installation.stores().storage();
    Files.writeString(storage.resolve("written after the backup.txt"), "must be gone");
    return List.of(
        "after the backup: rows, a table, keys, a queued job and a file were written; all must be gone");
  }
}
