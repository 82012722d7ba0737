package dev.rekindle.worker.db.importer.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rekindle.worker.db.importer.input.DumpSource;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.ImportOrder;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.ImportResult;
import dev.rekindle.worker.db.importer.target.ImportWatch;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.Stumbling;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresLargeObjectIT {

  private static final PostgresDialect DIALECT = new PostgresDialect();
  private static final DatabaseServer IMPORTS = new DatabaseServer(DIALECT);

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static DatabaseAddress database(String name) throws Exception {
    try (Connection admin = server.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return new DatabaseAddress("localhost", server.getPort(), name, "postgres", "");
  }

  private static ImportResult load(
      DatabaseAddress address, DumpSource source, long token, ImportWatch watch) {
    Claim claim = new Claim(address.database(), "r1", "import", (int) token, token);
    return IMPORTS.load(
        new ImportOrder(address, claim, source, "of", List.of(), Owners.AS_DUMPED, 500, 2), watch);
  }

  /** Two objects, one of several pieces and slices, with what stands around them. */
  private static DatabaseAddress origin(String name) throws Exception {
    DatabaseAddress origin = database(name);
    try (Session session = DIALECT.open(origin)) {
      session.run(
          """
          CREATE TABLE public.file (name text, content oid);
          SELECT lo_from_bytea(16400, decode(repeat('00ff27225c0a0d41', 200000), 'hex'));
          SELECT lo_from_bytea(16500, '\\x00ff');
          SELECT lo_from_bytea(16600, '');
          INSERT INTO public.file VALUES ('big', 16400), ('small', 16500);
          COMMENT ON LARGE OBJECT 16500 IS 'it''s; small';
          GRANT SELECT ON LARGE OBJECT 16500 TO PUBLIC;
          """);
    }
    return origin;
  }

  private static String fingerprint(DatabaseAddress address) throws Exception {
    try (Session session = DIALECT.open(address)) {
      return new PostgresDatabase(session).fingerprint();
    }
  }

  @Test
  void large_objects_arrive_once_however_often_the_import_stumbles() throws Exception {
    // Given
    StringBuilder text =
        new StringBuilder(
            """
            -- PostgreSQL database dump
            SET standard_conforming_strings = on;
            CREATE TABLE public.file (name text, content oid);
            SELECT pg_catalog.lo_create('16400');
            ALTER LARGE OBJECT 16400 OWNER TO postgres;
            COMMENT ON LARGE OBJECT 16400 IS 'it''s; small';
            SELECT pg_catalog.lo_create('16500');
            COPY public.file (name, content) FROM stdin;
            big\t16400
            \\.
            BEGIN;

            SELECT pg_catalog.lo_open('16400', 131072);
            """);
    for (int piece = 0; piece < 12; piece++) {
      text.append("SELECT pg_catalog.lowrite(0, '\\x");
      text.append("%02x00ff27".formatted(piece).repeat(64)).append("');\n");
    }
    text.append("SELECT pg_catalog.lo_close(0);\n\nCOMMIT;\n");
    text.append("-- PostgreSQL database dump complete\n");
    DumpBytes dump = DumpBytes.of(text.toString());
    DatabaseAddress target = database("stumbled");
    try (Session session = DIALECT.open(target)) {
      session.run(
          "SELECT lo_from_bytea(16400, 'what was there before, and is longer'), lo_create(77)");
    }
    // When
    ImportResult result = null;
    int attempts = 0;
    for (boolean before = false; result == null && attempts < 200; before = !before) {
      try {
        result = load(target, dump, ++attempts, new Stumbling(before, 0));
      } catch (Stumbling.Stumble expected) {
        // The next one goes on.
      }
    }
    // Then
    assertThat(attempts).isGreaterThan(10);
    assertThat(result).isNotNull();
    assertThat(result.programs()).containsEntry("LARGE OBJECT", 2L);
    try (Session session = DIALECT.open(target)) {
      assertThat(session.text("SELECT encode(lo_get(16400), 'hex')"))
          .startsWith("0000ff27")
          .endsWith("0b00ff27")
          .hasSize(12 * 64 * 8);
      assertThat(session.number("SELECT count(*) FROM pg_largeobject_metadata")).isEqualTo(2);
      assertThat(session.text("SELECT obj_description(16400, 'pg_largeobject')"))
          .isEqualTo("it's; small");
      String before = new PostgresDatabase(session).fingerprint();
      session.run("SELECT lo_put(16400, 3000, '\\x41')");
      assertThat(new PostgresDatabase(session).fingerprint()).isNotEqualTo(before);
    }
  }

  @Test
  void what_pg_dump_and_pg_dumpall_write_here_comes_back() throws Exception {
    // Given
    assumeTrue(isInstalled("pg_dump") && isInstalled("pg_dumpall"), "pg_dump is not installed");
    DatabaseAddress origin = origin("origin");
    String wanted = fingerprint(origin);
    DumpBytes one = output("pg_dump", "--create", "-d", "origin");
    DumpBytes all = output("pg_dumpall", "-c", "--if-exists");
    DumpSource named = () -> all.open().only("origin");
    // When, Then
    assertThat(load(database("single"), one, 1, Stumbling.never()).fingerprint()).isEqualTo(wanted);
    assertThat(load(database("clustered"), named, 1, Stumbling.never()).fingerprint())
        .isEqualTo(wanted);
  }

  private static boolean isInstalled(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static DumpBytes output(String program, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(program, "-h", "localhost", "-p", "" + server.getPort(), "-U", "postgres"));
    command.addAll(List.of(options));
    Process dump =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] text = dump.getInputStream().readAllBytes();
    assertThat(dump.waitFor()).isZero();
    return DumpBytes.of(new String(text, java.nio.charset.StandardCharsets.UTF_8));
  }
}
