package dev.rekindle.worker.db.testing;

import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL that can be killed and comes back with its data on the same port. */
public final class RestartablePostgres implements AutoCloseable {

  private final Path data;
  private EmbeddedPostgres server;

  private RestartablePostgres(Path data, EmbeddedPostgres server) {
    this.data = data;
    this.server = server;
  }

  public static RestartablePostgres start(Path folder) throws Exception {
    Path data = folder.resolve("pg");
    EmbeddedPostgres server = on(data).start();
    RestartablePostgres started = new RestartablePostgres(data, server);
    started.execute("CREATE ROLE zync LOGIN PASSWORD 'secret'");
    return started;
  }

  private static EmbeddedPostgres.Builder on(Path data) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPGStartupWait(Duration.ofSeconds(90));
  }

  private void execute(String sql) throws Exception {
    try (Connection admin = server.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  /** An empty database of a plain owner. */
  public DatabaseAddress database(String name) throws Exception {
    execute("CREATE DATABASE " + name + " OWNER zync");
    return new DatabaseAddress("localhost", server.getPort(), name, "zync", "secret");
  }

  /** SIGKILL to the postmaster, whose children end with it, and a start on the same data. */
  public void killAndRestart() throws Exception {
    int port = server.getPort();
    Path pidFile = data.resolve("postmaster.pid");
    ProcessHandle postmaster =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
            .orElseThrow();
    var children = postmaster.children().toList();
    postmaster.destroyForcibly();
    postmaster.onExit().get(60, TimeUnit.SECONDS);
    for (ProcessHandle child : children) {
      child.onExit().get(60, TimeUnit.SECONDS);
    }
    // Lets go of its lock on the folder; there is no server left to stop.
    server.close();
    server = on(data).setPort(port).start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
