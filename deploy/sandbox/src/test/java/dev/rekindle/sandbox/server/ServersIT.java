package dev.rekindle.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersIT {

  @TempDir Path home;

  @Test
  void a_killed_journal_database_continues_on_the_same_port_with_the_same_rows() throws Exception {
    // Given
    PostgresServer first = PostgresServer.start(Binaries.ofUser(), home.resolve("pg"), "journal");
    try (Connection connection = connect(first)) {
      connection.createStatement().execute("create table fact (id int)");
      connection.createStatement().execute("insert into fact values (7)");
    }
    first.kill();

    // When
    try (PostgresServer second =
        PostgresServer.start(Binaries.ofUser(), home.resolve("pg"), "journal")) {

      // Then
      assertThat(second.port()).isEqualTo(first.port());
      try (Connection connection = connect(second);
          var rows = connection.createStatement().executeQuery("select id from fact")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(7);
      }
    }
  }

  @Test
  void a_supervised_server_that_is_killed_is_started_again_and_a_closed_one_is_not()
      throws Exception {
    // Given
    Supervised<PostgresServer> supervised =
        Supervised.start(
            () -> PostgresServer.start(Binaries.ofUser(), home.resolve("kept"), "journal"));
    PostgresServer first = supervised.server();
    // When
    first.kill();
    // Then
    Waiting.until(
        "a second server", Duration.ofMinutes(1), () -> supervised.server().pid() != first.pid());
    try (Connection connection = connect(first)) {
      assertThat(connection.isValid(5)).isTrue();
    }
    // When
    supervised.close();
    // Then
    Waiting.pause(Duration.ofSeconds(2));
    assertThat(supervised.server().alive()).isFalse();
  }

  @Test
  void a_killed_broker_continues_on_the_same_port_with_the_same_topics() throws Exception {
    // Given
    KafkaBroker first = KafkaBroker.start(home.resolve("kafka"));
    try (Admin admin = admin(first)) {
      admin
          .createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    first.kill();

    // When
    try (KafkaBroker second = KafkaBroker.start(home.resolve("kafka"));
        Admin admin = admin(second)) {

      // Then
      Set<String> topics = admin.listTopics().names().get(30, TimeUnit.SECONDS);
      assertThat(second.port()).isEqualTo(first.port());
      assertThat(topics).contains("kept");
    }
  }

  @Test
  void a_child_dies_with_the_process_that_started_it() throws Exception {
    // Given
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ChildOwner.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long child = Long.parseLong(parent.inputReader().readLine());

    // When
    parent.destroyForcibly().waitFor();

    // Then
    Waiting.until(
        "the child's end",
        java.time.Duration.ofSeconds(5),
        () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  /** Starts a sleeping child, says its process id and waits to be killed. */
  static final class ChildOwner {
    public static void main(String[] args) throws Exception {
      Path home = Path.of(args[0]);
      ChildProcess child =
          ChildProcess.start(
              PostgresServer.notAsRoot(List.of("sleep", "60")),
              Map.of(),
              home,
              home.resolve("log"));
      System.out.println(child.pid());
      Thread.sleep(60_000);
    }
  }

  private static Connection connect(PostgresServer server) throws Exception {
    return DriverManager.getConnection(server.jdbcUrl(), PostgresServer.USER, "");
  }

  private static Admin admin(KafkaBroker broker) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    return Admin.create(settings);
  }
}
