package dev.rekindle.worker.db.importer.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Archives of {@code pg_dump -Fc}; needs PostgreSQL's client programs. */
class PostgresCustomFormatIT {

  private static final PostgresDialect DIALECT = new PostgresDialect();
  private static final DatabaseServer IMPORTS = new DatabaseServer(DIALECT);

  private static EmbeddedPostgres server;
  private static DumpBytes archive;
  private static String wanted;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(isInstalled("pg_dump") && isInstalled("pg_restore"), "pg_dump is not installed");
    server = EmbeddedPostgres.builder().start();
    DatabaseAddress origin = database("origin");
    try (Session session = DIALECT.open(origin)) {
      session.run(
          """
          CREATE TABLE public.line (id integer PRIMARY KEY, words text);
          INSERT INTO public.line SELECT n, 'word ' || n || E'\\t\\\\.\\n' FROM generate_series(1, 3000) AS g (n);
          CREATE INDEX words ON public.line (words);
          CREATE VIEW public.few AS SELECT * FROM public.line WHERE id < 10;
          """);
      wanted = new PostgresDatabase(session).fingerprint();
    }
    Process dump =
        new ProcessBuilder(
                "pg_dump",
                "-Fc",
                "-h",
                "localhost",
                "-p",
                "" + server.getPort(),
                "-U",
                "postgres",
                "origin")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // The record holds a file; this one is compressed in itself.
    archive = new DumpBytes(dump.getInputStream().readAllBytes());
    assertThat(dump.waitFor()).isZero();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
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

  private static DatabaseAddress database(String name) throws Exception {
    try (Connection admin = server.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return new DatabaseAddress("localhost", server.getPort(), name, "postgres", "");
  }

  private static ImportResult load(
      DatabaseAddress address, DumpBytes source, long token, ImportWatch watch) {
    Claim claim = new Claim(address.database(), "r1", "import", (int) token, token);
    return IMPORTS.load(
        new ImportOrder(
            address, claim, source, source.sha256(), List.of(), Owners.AS_DUMPED, 500, 2),
        watch);
  }

  @Test
  void an_archive_becomes_what_it_was_taken_of() throws Exception {
    assertThat(load(database("whole"), archive, 1, Stumbling.never()).fingerprint())
        .isEqualTo(wanted);
  }

  @Test
  void an_import_that_stumbles_goes_on_in_the_middle_of_an_archive() throws Exception {
    // Given
    DatabaseAddress address = database("stumbled");
    assertThatThrownBy(() -> load(address, archive, 1, new Stumbling(false, 20_000)))
        .isInstanceOf(Stumbling.Stumble.class);
    long before = rows(address);
    assertThat(before).isPositive().isLessThan(3000);
    // When
    ImportResult result = load(address, archive, 2, Stumbling.never());
    // Then
    assertThat(result.resumed()).isTrue();
    assertThat(result.fingerprint()).isEqualTo(wanted);
  }

  private static long rows(DatabaseAddress address) throws Exception {
    try (Session session = DIALECT.open(address)) {
      return session.number("SELECT count(*) FROM public.line");
    }
  }

  @Test
  void a_cut_or_damaged_archive_is_refused_before_anything_is_dropped() throws Exception {
    // Given
    DatabaseAddress address = database("refused");
    try (Session session = DIALECT.open(address)) {
      session.run("CREATE TABLE public.precious (a integer)");
    }
    byte[] bytes = archive.gzip();
    // When, Then
    assertRefused(address, Arrays.copyOf(bytes, bytes.length - 40), ProblemCode.ARTIFACT_TRUNCATED);
    byte[] damaged = bytes.clone();
    Arrays.fill(damaged, bytes.length / 2, bytes.length / 2 + 64, (byte) 7);
    assertRefused(address, damaged, ProblemCode.ARTIFACT_CORRUPT);
    byte[] newer = bytes.clone();
    newer[6] = 99;
    assertRefused(address, newer, ProblemCode.ARTIFACT_UNSUPPORTED);
    try (Session session = DIALECT.open(address)) {
      assertThat(session.number("SELECT count(*) FROM public.precious")).isZero();
    }
  }

  private static void assertRefused(DatabaseAddress address, byte[] bytes, ProblemCode code) {
    assertThatThrownBy(() -> load(address, new DumpBytes(bytes), 1, Stumbling.never()))
        .isInstanceOfSatisfying(
            DatabaseProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
