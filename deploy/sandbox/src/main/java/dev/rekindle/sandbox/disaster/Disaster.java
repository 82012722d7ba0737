package dev.rekindle.sandbox.disaster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** Ruins every store of an installation, in a different way each. */
public final class Disaster {

  private final Installation installation;

  public Disaster(Installation installation) {
    this.installation = installation;
  }

  /** Destroys or alters; answers lines for people. */
  public List<String> strike() throws IOException, SQLException {
    List<String> lines = new ArrayList<>();
    lines.add(systemDatabase());
    lines.add(zync());
    lines.add(redis());
    lines.add(storage());
    lines.add(secrets());
    lines.add(replicas());
    return lines;
  }

  private String systemDatabase() throws SQLException {
    try (Connection system = installation.stores().systemDatabase();
        Statement sql = system.createStatement()) {
      sql.execute("SET FOREIGN_KEY_CHECKS = 0");
      sql.execute("DROP TABLE IF EXISTS cinstances, plans, proxies, access_tokens");
      sql.execute("DROP PROCEDURE IF EXISTS sp_invoices_friendly_id");
      sql.execute("DELETE FROM users WHERE id % 2 = 0");
      sql.execute("UPDATE policies SET `schema` = 'gone'");
    }
    return "system database: four tables and the procedure dropped, half of the users deleted, policies overwritten";
  }

  private String zync() {
    installation.deletePods("zync-database");
    return "zync database: its pod was deleted, and with it all its data (emptyDir)";
  }

  private String redis() {
    try (Jedis backend = installation.stores().backendRedis();
        Jedis system = installation.stores().systemRedis()) {
      backend.flushAll();
      for (int i = 0; i < 100; i++) {
        backend.set("garbage/" + i, "after the disaster");
      }
      system.select(1);
      system.flushDB();
      system.rpush(
          "queue:default",
          "{\"class\":\"GarbageWorker\",\"args\":[],\"jid\":\"000000000000000000000000\"}");
    }
    return "both Redis: flushed and filled with garbage";
  }

  private String storage() throws IOException {
    int number = 0;
    try (Stream<Path> files = Files.walk(installation.stores().storage())) {
      for (Path file :
          files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).sorted().toList()) {
        switch (number++ % 3) {
          case 0 -> Files.delete(file);
          case 1 -> Files.write(file, "damaged".getBytes(StandardCharsets.UTF_8));
          default -> {}
        }
      }
    }
    return "uploads: a third of the files deleted, a third overwritten";
  }

  private String secrets() {
    overwrite("system-app", "SECRET_KEY_BASE");
    overwrite("zync", "SECRET_KEY_BASE");
    overwrite("system-master-apicast", "ACCESS_TOKEN");
    return "secrets: SECRET_KEY_BASE of system and zync and the master token replaced";
  }

  /** Of workloads whose counts the custom resource does not tell: the operator lets them be. */
  private String replicas() {
    for (String name : List.of("system-sidekiq", "backend-worker")) {
      ObjectNode deployment = installation.object("Deployment", name).orElseThrow();
      deployment.withObject("/spec").put("replicas", 0);
      installation.replace("Deployment", deployment);
    }
    return "replicas: system-sidekiq and backend-worker scaled to 0, and with it their counts lost";
  }

  private void overwrite(String secret, String key) {
    ObjectNode object = installation.object("Secret", secret).orElseThrow();
    object
        .withObject("/data")
        .put(
            key,
            Base64.getEncoder()
                .encodeToString("replaced by the disaster".getBytes(StandardCharsets.UTF_8)));
    installation.replace("Secret", object);
  }
}
