package dev.rekindle.sandbox.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL server on loopback with a database of its own, such as the coordinator's journal.
 * Its data survives SIGKILL; starting again on the same folder continues with it.
 */
public final class PostgresServer implements Supervised.Server {

  /** Superuser; loopback connections are trusted. */
  public static final String USER = "postgres";

  private final ChildProcess process;
  private final int port;
  private final String database;

  private PostgresServer(ChildProcess process, int port, String database) {
    this.process = process;
    this.port = port;
    this.database = database;
  }

  /** Starts on {@code home}, initialising it and creating the database when that is missing. */
  public static PostgresServer start(Binaries binaries, Path home, String database) {
    Path data = home.resolve("data");
    Path bin = binaries.postgres().resolve("bin");
    initialise(bin, data);
    int port = FreePort.remembered(home.resolve("port"));
    List<String> command =
        notAsRoot(
            List.of(
                bin.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200"));
    ChildProcess process =
        ChildProcess.start(command, Map.of(), home, home.resolve("postgres.log"));
    PostgresServer server = new PostgresServer(process, port, database);
    server.awaitReady();
    return server;
  }

  private static void initialise(Path bin, Path data) {
    if (Files.exists(data.resolve("PG_VERSION"))) {
      return;
    }
    List<String> command =
        new ArrayList<>(List.of(bin.resolve("initdb").toString(), "-D", data.toString(), "-N"));
    command.addAll(List.of("-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C"));
    ChildProcess.run(notAsRoot(command), Map.of(), data.resolveSibling("initdb.log"));
  }

  /**
   * PostgreSQL refuses to run as root. In a user namespace without a mapping the same process is
   * nobody to itself and root to the file system, so nothing has to change its owner.
   */
  public static List<String> notAsRoot(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    if (!ChildProcess.onPath("unshare")) {
      throw new IllegalStateException(
          "PostgreSQL refuses to run as root: run the sandbox as another user, or install unshare"
              + " (util-linux)");
    }
    List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
    wrapped.addAll(ChildProcess.boundToParent(command));
    return wrapped;
  }

  private void awaitReady() {
    Waiting.until(
        "PostgreSQL on port " + port,
        Duration.ofSeconds(60),
        process::alive,
        process::tail,
        this::answers);
    try (Connection connection = connect(USER);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    } catch (SQLException e) {
      if (!"42P04".equals(e.getSQLState())) {
        throw new IllegalStateException("Cannot create database " + database, e);
      }
    }
  }

  private boolean answers() {
    try (Connection connection = connect(USER)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, "");
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public boolean alive() {
    return process.alive();
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
