package dev.rekindle.worker.db.importer.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpSource;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.ImportOrder;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.ServerFacts;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.testing.DumpBytes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresContentIT {

  private static final PostgresDialect DIALECT = new PostgresDialect();

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

  @Test
  void the_fingerprint_sees_a_change_of_every_kind_of_value() throws Exception {
    try (Session session = DIALECT.open(database("changed"))) {
      // Given
      session.run(
          """
          CREATE TABLE public.t (rekindle integer, r text, n numeric, m numeric(9,2), f float8,
            i interval, j json, b bytea, p point, a integer[], z timestamptz, c char(5), u uuid,
            dropped integer);
          ALTER TABLE public.t DROP COLUMN dropped;
          CREATE TABLE public.without_columns ();
          INSERT INTO public.without_columns DEFAULT VALUES;
          INSERT INTO public.t VALUES (1, 'a', 1.0, 1, 0, '1 day', '{"a": 1}', '\\x00', '(1,2)',
            '{1,2}', '2020-01-01', 'a', '00000000-0000-0000-0000-000000000000');
          INSERT INTO public.t DEFAULT VALUES;
          """);
      PostgresDatabase database = new PostgresDatabase(session);
      String before = database.fingerprint();
      for (String change :
          List.of(
              "rekindle = 2",
              "rekindle = NULL",
              "r = 'b'",
              "r = ''",
              "n = 1.00",
              "m = 1.01",
              "f = '-0'",
              "i = '24 hours'",
              "j = '{\"a\":1}'",
              "b = '\\x0000'",
              "p = '(1,3)'",
              "a = '{2,1}'",
              "z = '2020-01-01 00:00:00.000001'",
              "c = 'b'",
              "u = '00000000-0000-0000-0000-000000000001'")) {
        session.begin();
        // When
        session.run("UPDATE public.t SET " + change + " WHERE rekindle = 1");
        // Then
        assertThat(database.fingerprint()).as(change).isNotEqualTo(before);
        session.rollbackQuietly();
      }
      assertThat(database.fingerprint()).isEqualTo(before);
      assertThat(database.rows())
          .containsEntry("public.t", 2L)
          .containsEntry("public.without_columns", 1L);
    }
  }

  @Test
  void the_rows_of_an_heir_are_not_counted_twice() throws Exception {
    try (Session session = DIALECT.open(database("inherited"))) {
      // When
      session.run(
          "CREATE TABLE public.parent (a int); CREATE TABLE public.heir () INHERITS (public.parent);"
              + " INSERT INTO public.heir VALUES (1); INSERT INTO public.parent VALUES (2), (3)");
      PostgresDatabase database = new PostgresDatabase(session);
      // Then
      assertThat(database.rows())
          .containsEntry("public.parent", 2L)
          .containsEntry("public.heir", 1L);
      assertThat(database.checksum("public.parent").rows()).isEqualTo(2);
    }
  }

  @Test
  void a_big_dump_is_read_once_where_there_is_nothing_to_lose() throws Exception {
    // Given
    DatabaseAddress address = database("nothing_to_lose");
    // When, Then
    assertThat(steps(address, "r1", 1)).doesNotContain("verifying the dump").contains("loading");
    assertThat(steps(address, "r2", 2)).contains("verifying the dump", "loading");
  }

  private static Set<String> steps(DatabaseAddress address, String restore, long token) {
    DumpSource big =
        big(
            "-- PostgreSQL database dump\nCREATE TABLE public.t (a integer);\n"
                + "COPY public.t (a) FROM stdin;\n1\n\\.\n-- PostgreSQL database dump complete\n");
    Set<String> steps = ConcurrentHashMap.newKeySet();
    load(address, big, restore, token, steps::add);
    return steps;
  }

  /** A dump whose file says that it is as big as one that is not read twice. */
  private static DumpSource big(String text) {
    byte[] gzip = DumpBytes.of(text).gzip();
    return () -> DumpStream.decompress(new ByteArrayInputStream(gzip), 32 << 20, () -> 0, () -> {});
  }

  private static void load(
      DatabaseAddress address,
      DumpSource dump,
      String restore,
      long token,
      Consumer<String> steps) {
    Claim claim = new Claim(address.database(), restore, "import", (int) token, token);
    new DatabaseServer(DIALECT)
        .load(
            new ImportOrder(address, claim, dump, "a", List.of(), Owners.AS_DUMPED, 1000, 2),
            (step, stream) -> steps.accept(step));
  }

  @ParameterizedTest
  @CsvSource({"AS_DUMPED, boss", "IMPORTER, postgres"})
  void objects_belong_to_whom_the_order_says(Owners owners, String owner) throws Exception {
    // Given
    DatabaseAddress address = database("owned_by_" + owner);
    try (Session session = DIALECT.open(address)) {
      session.run(
          "DO $$ BEGIN CREATE ROLE boss; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    }
    DumpBytes dump =
        DumpBytes.of(
            "-- PostgreSQL database dump\nCREATE TABLE public.t (a integer);\n"
                + "ALTER TABLE public.t OWNER TO boss;\nGRANT SELECT ON TABLE public.t TO boss;\n"
                + "-- PostgreSQL database dump complete\n");
    Claim claim = new Claim(address.database(), "r1", "import", 1, 1);
    // When
    new DatabaseServer(DIALECT)
        .load(
            new ImportOrder(address, claim, dump, "a", List.of(), owners, 1000, 2),
            (step, stream) -> {});
    // Then
    try (Session session = DIALECT.open(address)) {
      assertThat(session.text("SELECT tableowner FROM pg_tables WHERE tablename = 't'"))
          .isEqualTo(owner);
      assertThat(session.truth("SELECT has_table_privilege('boss', 'public.t', 'SELECT')"))
          .isTrue();
    }
  }

  @Test
  void what_a_plain_owner_may_make_is_something_to_lose() throws Exception {
    try (Session session = DIALECT.open(database("something"))) {
      PostgresDatabase database = new PostgresDatabase(session);
      assertThat(database.isEmpty()).isTrue();
      for (String made :
          List.of(
              "CREATE TABLE public.t ()",
              "CREATE VIEW public.v AS SELECT 1",
              "CREATE SEQUENCE public.s",
              "CREATE TYPE public.e AS ENUM ('a')",
              "CREATE DOMAIN public.d AS integer",
              "CREATE SCHEMA s CREATE TABLE t (a int)",
              "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'")) {
        session.begin();
        // When
        session.run(made);
        // Then
        assertThat(database.isEmpty()).as(made).isFalse();
        session.rollbackQuietly();
      }
    }
  }

  @Test
  void chunks_do_not_wait_for_the_disk_but_the_end_does() throws Exception {
    // Given
    DatabaseAddress address = database("durable");
    try (Session session = DIALECT.open(address)) {
      session.run("ALTER DATABASE durable SET synchronous_commit = off");
    }
    try (Session session = DIALECT.open(address)) {
      PostgresDatabase database = new PostgresDatabase(session);
      assertThat(session.text("SHOW synchronous_commit")).isEqualTo("on");
      // When
      database.prepareLoading();
      String loading = session.text("SHOW synchronous_commit");
      database.prepareProof();
      // Then
      assertThat(loading).isEqualTo("off");
      assertThat(session.text("SHOW synchronous_commit")).isEqualTo("on");
    }
  }

  @Test
  void what_cannot_be_imported_is_refused_where_it_stands_when_nobody_read_the_dump_before()
      throws Exception {
    // Given
    DatabaseAddress address = database("obstacle");
    DumpSource big =
        big(
            "-- PostgreSQL database dump\nCREATE TABLE public.t (a integer);\n"
                + "SELECT pg_catalog.surprise('16400');\n-- PostgreSQL database dump complete\n");
    // When, Then
    assertThatThrownBy(() -> load(address, big, "r1", 1, step -> {}))
        .isInstanceOfSatisfying(
            DatabaseProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.ARTIFACT_UNSUPPORTED);
              assertThat(problem.detail()).contains("pg_catalog.surprise", "byte 63");
            });
    try (Session session = DIALECT.open(address)) {
      assertThat(session.text("SELECT phase FROM rekindle.import_run")).isEqualTo("LOADING");
    }
  }

  @Test
  void settings_that_make_a_crash_dangerous_are_seen() throws Exception {
    DatabaseAddress address = database("settings");
    DatabaseServer databases = new DatabaseServer(DIALECT);
    try (Session session = DIALECT.open(address)) {
      // When
      set(session, "full_page_writes", "off");
      ServerFacts unsafe = databases.look(address);
      set(session, "full_page_writes", "on");
      ServerFacts safe = databases.look(address);
      // Then
      assertThat(unsafe.unsafeSettings()).containsExactly("full_page_writes = off");
      assertThat(safe.unsafeSettings()).isEmpty();
      // The embedded server is started with -F.
      assertThat(safe.undurableSettings()).containsExactly("fsync = off");
    }
  }

  private static void set(Session session, String setting, String value) throws Exception {
    session.run("ALTER SYSTEM SET " + setting + " = " + value);
    session.run("SELECT pg_reload_conf()");
    for (int i = 0; i < 600 && !value.equals(session.text("SHOW " + setting)); i++) {
      session.text("SELECT pg_sleep(0.1)");
    }
    assertThat(session.text("SHOW " + setting)).isEqualTo(value);
  }
}
