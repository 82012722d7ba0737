package dev.rekindle.sandbox.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rekindle.sandbox.data.Population;
import dev.rekindle.sandbox.data.PopulationGenerator;
import dev.rekindle.sandbox.data.ZyncDatabase;
import dev.rekindle.sandbox.image.PlainDump;
import dev.rekindle.sandbox.server.Binaries;
import dev.rekindle.sandbox.server.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZyncDumpIT {

  @TempDir static Path home;
  private static PostgresServer server;
  private static SortedMap<String, String> original;

  @BeforeAll
  static void fill() throws SQLException {
    server = PostgresServer.start(Binaries.ofUser(), home.resolve("pg"), "zync_production");
    Population population = PopulationGenerator.generate(1, 1, Instant.now());
    try (Connection zync = connect("zync_production");
        Statement sql = zync.createStatement()) {
      ZyncDatabase.fill(zync, population, 1);
      sql.execute(
          "INSERT INTO message_bus (channel, value) VALUES"
              + " (E'\\b\\f\\v\\t\\r\\n', E'\\\\.\\n\\\\N\\r\\n🔥'), ('', '  ')");
      sql.execute("INSERT INTO que_values VALUES ('deep', '{\"a\": [null, \"\\\\u00e9\\\\n\"]}')");
      original = PostgresReading.read(zync, new TreeMap<>());
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void the_stand_in_for_pg_dump_restores_to_the_same_database() throws Exception {
    // When
    SortedMap<String, String> restored = restored("by_stand_in", standIn());

    // Then
    assertThat(restored).isEqualTo(original);
  }

  @Test
  void a_database_that_zync_has_not_set_up_is_dumped_as_empty() throws Exception {
    // When
    String dump = dump("postgres", standIn());

    // Then
    assertThat(dump).contains("-- PostgreSQL database dump complete").doesNotContain("CREATE ");
  }

  @Test
  void the_same_statements_restore_a_dump_of_pg_dump() throws Exception {
    // Given
    Optional<Path> own = Binaries.onPath("pg_dump");
    assumeThat(own).as("this machine's pg_dump").isPresent();

    // When
    SortedMap<String, String> restored =
        restored("by_pg_dump", List.of(own.orElseThrow().toString()));

    // Then
    assertThat(restored).isEqualTo(original);
  }

  private static List<String> standIn() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        PlainDump.class.getName());
  }

  private static SortedMap<String, String> restored(String database, List<String> program)
      throws Exception {
    String dump = dump("zync_production", program);
    assertThat(dump).contains("-- PostgreSQL database dump complete");
    try (Connection maintenance = connect("postgres");
        Statement sql = maintenance.createStatement()) {
      sql.execute("CREATE DATABASE " + database);
    }
    try (Connection fresh = connect(database)) {
      PlainScript.run(fresh, dump);
    }
    try (Connection fresh = connect(database)) {
      return PostgresReading.read(fresh, new TreeMap<>());
    }
  }

  private static String dump(String database, List<String> program) throws Exception {
    List<String> command = new ArrayList<>(program);
    boolean real = program.size() == 1;
    command.addAll(
        real
            ? List.of("-h", "127.0.0.1", "-p", "" + server.port(), "-U", PostgresServer.USER)
            : List.of("127.0.0.1:" + server.port(), PostgresServer.USER));
    command.add(database);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(Map.of("PGPASSWORD", "unused"));
    Process process = builder.start();
    String dump = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return dump;
  }

  private static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, PostgresServer.USER, "");
  }
}
