package dev.rekindle.coordinator.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.backup.BackupSelector;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.order.RestoreStarter;
import dev.rekindle.coordinator.order.StartOutcome;
import dev.rekindle.coordinator.order.StartRequest;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.testing.TestServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator's journal, told over Kafka, in a second database. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class RebuildJournalIT {

  private static final String FACTS =
      "select seq || ' ' || type || ' ' || recorded_at || ' ' || chain || ' ' || body"
          + " from restore_event where restore_id = ? order by seq";
  private static final String PROJECTION =
      "select seq || ' ' || application || ' ' || status || ' ' || is_open || ' ' || started_at"
          + " || ' ' || coalesce(ended_at::text, 'open') from restore where restore_id = ?";

  @Inject RestoreEngine engine;
  @Inject RestoreStarter starter;
  @Inject AgroalDataSource database;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String brokers;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @TempDir Path folder;
  private String rebuiltUrl;

  @BeforeEach
  void emptyDatabase() throws SQLException {
    String name = "rebuilt_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    rebuiltUrl = url.replaceFirst("/postgres(\\?|$)", "/" + name + "$1");
  }

  @Test
  void a_lost_journal_is_made_again_with_every_fact_and_higher_tokens() throws Exception {
    // Given
    RestoreId ended = start();
    engine.handle(ended, new RestoreInput.Cancel(new Signature("test", "enough")));
    RestoreId open = start();
    awaitTold();
    long highest = Long.parseLong(original("select last_value::text from fence_token").getFirst());

    // When
    Run run = rebuild();

    // Then
    assertThat(run.status()).as(run.output()).isZero();
    assertThat(run.output()).contains("restore " + ended, "restore " + open, "restores rebuilt");
    assertThat(rebuilt(FACTS, ended)).isEqualTo(original(FACTS, ended)).hasSizeGreaterThan(2);
    assertThat(rebuilt(PROJECTION, ended)).isEqualTo(original(PROJECTION, ended));
    List<String> facts = rebuilt(FACTS, open);
    assertThat(original(FACTS, open)).startsWith(facts.toArray(String[]::new));
    assertThat(rebuilt("select is_open::text from restore where restore_id = ?", open))
        .containsExactly("true");
    assertThat(rebuilt("select nextval('fence_token')::text"))
        .allMatch(token -> Long.parseLong(token) > highest);
    engine.handle(open, new RestoreInput.Cancel(new Signature("test", "enough")));
  }

  @Test
  void a_journal_that_is_not_lost_is_left_alone() throws Exception {
    // Given
    RestoreId restore = start();
    engine.handle(restore, new RestoreInput.Cancel(new Signature("test", "enough")));
    awaitTold();
    rebuild();

    // When
    Run again = rebuild();

    // Then
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.output()).contains("the journal is not lost", "nothing was changed");
  }

  private record Run(int status, String output) {}

  private Run rebuild() throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("coordinator.properties"),
            """
            kafka.bootstrap.servers=%s
            quarkus.datasource.jdbc.url=%s
            quarkus.datasource.username=postgres
            quarkus.datasource.password=postgres
            """
                .formatted(brokers, rebuiltUrl));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    int status = RebuildJournal.run(List.of(settings.toString()), stream, stream);
    return new Run(status, output.toString(StandardCharsets.UTF_8));
  }

  private RestoreId start() {
    UUID id = UUID.randomUUID();
    StartOutcome outcome =
        starter.start(
            new StartRequest(
                new RestoreId(id),
                "shop",
                null,
                BackupSelector.parse("monday"),
                RestoreMode.DRY_RUN,
                List.of(),
                List.of(),
                Map.of(),
                null,
                new Signature("ann", "a test"),
                "person",
                null));
    assertThat(outcome).isInstanceOf(StartOutcome.Started.class);
    return new RestoreId(id);
  }

  private void awaitTold() {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> original("select count(*)::text from outbox_message").equals(List.of("0")));
  }

  private List<String> original(String sql, RestoreId... restores) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return column(connection, sql, restores);
    }
  }

  private List<String> rebuilt(String sql, RestoreId... restores) throws SQLException {
    try (Connection connection = DriverManager.getConnection(rebuiltUrl, "postgres", "postgres")) {
      return column(connection, sql, restores);
    }
  }

  private static List<String> column(Connection connection, String sql, RestoreId... restores)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < restores.length; i++) {
        select.setObject(i + 1, restores[i].value());
      }
      List<String> values = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
      return values;
    }
  }
}
