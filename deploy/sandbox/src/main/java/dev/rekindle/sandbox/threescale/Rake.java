package dev.rekindle.sandbox.threescale;

import dev.rekindle.sandbox.cluster.api.Pods;
import dev.rekindle.sandbox.data.PortaDatabase;
import dev.rekindle.sandbox.data.StorageRewrite;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.Jedis;

/** Porta's rake tasks, as far as a restore runs them. */
final class Rake {

  private final Surroundings around;
  private final PrintStream out;

  Rake(Surroundings around, Pods.Streams streams) {
    this.around = around;
    this.out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
  }

  /** Runs the tasks in order; the first that fails ends it with 1. */
  int run(List<String> tasks) throws InterruptedException {
    for (String task : tasks) {
      try {
        out.println(task(task));
      } catch (SQLException | RuntimeException e) {
        out.println("rake aborted! " + task + ": " + e.getMessage());
        return 1;
      }
    }
    return 0;
  }

  private String task(String task) throws SQLException, InterruptedException {
    return switch (task) {
      case "boot" -> boot();
      case "boot:redis" -> redis();
      case "openshift:deploy", "db:deploy" -> deploy();
      case "db:procedures" -> procedures();
      case "backend:storage:rewrite" -> rewrite();
      case "zync:resync:domains" -> resync();
      case "searchd:optimal_index" -> index();
      default -> task + " done";
    };
  }

  private String boot() throws SQLException, InterruptedException {
    String listener = around.stores().address("backend-listener");
    if (Web.ask("GET", "http://" + listener + ":3000/status", "", "").status() != 200) {
      throw new IllegalStateException("backend does not answer");
    }
    try (Connection system = around.stores().systemDatabase()) {
      if (!system.isValid(3)) {
        throw new IllegalStateException("the database does not answer");
      }
    }
    return redis();
  }

  private String redis() {
    try (Jedis jedis = around.stores().systemRedis()) {
      return "Redis says " + jedis.ping();
    }
  }

  /**
   * Migrates a database that has a version. One without is new to it: it loads the schema by force,
   * which drops what is there, and seeds a new master.
   */
  private String deploy() throws SQLException {
    try (Connection system = around.stores().systemDatabase()) {
      if (!version(system).isEmpty()) {
        return "Schema is at " + version(system);
      }
      PortaDatabase.dropAll(system);
      PortaDatabase.createSchema(system, 2);
      try (Statement statement = system.createStatement()) {
        statement.execute(
            "INSERT INTO schema_migrations VALUES ('" + PortaDatabase.SCHEMA_VERSION + "')");
        statement.execute(
            "INSERT INTO accounts (id, org_name, created_at, updated_at, provider, master, state)"
                + " VALUES (2, 'Freshly seeded', NOW(), NOW(), 1, 1, 'approved')");
      }
      return "Schema loaded and seeded";
    }
  }

  private static String version(Connection system) {
    try (Statement statement = system.createStatement();
        ResultSet rows = statement.executeQuery("SELECT MAX(version) FROM schema_migrations")) {
      rows.next();
      String version = rows.getString(1);
      return version == null ? "" : version;
    } catch (SQLException e) {
      return "";
    }
  }

  private String procedures() throws SQLException {
    try (Connection system = around.stores().systemDatabase()) {
      PortaDatabase.createProcedures(system);
      return "Procedures made";
    }
  }

  private String rewrite() throws SQLException {
    try (Connection system = around.stores().systemDatabase();
        Jedis backend = around.stores().backendRedis()) {
      return StorageRewrite.run(system, backend) + " records rewritten";
    }
  }

  /** Reads what is to be found and hands it to the search server, which must be there. */
  private String index() throws SQLException {
    String searchd = around.stores().address("system-searchd");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(searchd, 9306), 3_000);
    } catch (IOException e) {
      throw new IllegalStateException("searchd does not answer: " + e.getMessage(), e);
    }
    try (Connection system = around.stores().systemDatabase();
        Statement statement = system.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM accounts")) {
      rows.next();
      return rows.getLong(1) + " accounts indexed";
    }
  }

  /** Appends events and queues jobs; the routes come later, by other processes. */
  private String resync() throws SQLException {
    int jobs = 0;
    try (Connection system = around.stores().systemDatabase();
        Jedis sidekiq = around.stores().systemRedis();
        Statement statement = system.createStatement();
        Statement insert = system.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT 'Provider', id FROM accounts WHERE provider = 1 OR master = 1"
                    + " UNION ALL SELECT 'Proxy', id FROM proxies")) {
      sidekiq.select(1);
      sidekiq.sadd("queues", "zync");
      while (rows.next()) {
        insert.execute(
            "INSERT INTO event_store_events (stream, event_type, event_id, created_at)"
                + " VALUES ('all', 'Domains::ChangedEvent', '"
                + UUID.randomUUID()
                + "', NOW(6))");
        sidekiq.lpush(
            "queue:zync",
            """
            {"class":"ZyncWorker","args":[{"type":"%s","id":%d}],"queue":"zync"}\
            """
                .formatted(rows.getString(1), rows.getLong(2)));
        jobs++;
      }
    }
    return jobs + " events published";
  }
}
