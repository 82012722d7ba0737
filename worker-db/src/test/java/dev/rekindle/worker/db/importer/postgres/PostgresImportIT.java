package dev.rekindle.worker.db.importer.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.ImportOrder;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.ImportResult;
import dev.rekindle.worker.db.importer.target.ImportWatch;
import dev.rekindle.worker.db.importer.target.LedgerCleanup;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.importer.target.TargetSuperseded;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.Stumbling;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresImportIT {

  private static final PostgresDialect DIALECT = new PostgresDialect();
  private static final DatabaseServer IMPORTS = new DatabaseServer(DIALECT);

  /** Indexes and constraints, as the server says them. */
  private static final String DEFINITIONS =
      "SELECT string_agg(line, ';' ORDER BY line) FROM (SELECT indexdef FROM pg_indexes"
          + " WHERE schemaname = 'public' UNION ALL SELECT conname || pg_get_constraintdef(oid)"
          + " FROM pg_constraint WHERE connamespace = 'public'::regnamespace) AS all_lines (line)";

  private static EmbeddedPostgres server;
  private static DumpBytes dump;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().start();
    try (Connection admin = server.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE ROLE zync LOGIN PASSWORD 'secret'");
    }
    dump = DumpBytes.of(text("/postgres/zync-like.sql"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String text(String resource) throws Exception {
    try (var in = PostgresImportIT.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A database of a plain owner, as the zync database is one. */
  private static DatabaseAddress database(String name) throws Exception {
    try (Connection admin = server.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " OWNER zync");
    }
    return new DatabaseAddress("localhost", server.getPort(), name, "zync", "secret");
  }

  private static ImportOrder order(
      DatabaseAddress address, DumpBytes source, String restore, long token) {
    Claim claim = new Claim(address.database(), restore, "import", (int) token, token);
    return new ImportOrder(
        address, claim, source, source.sha256(), List.of("que_jobs"), Owners.AS_DUMPED, 60, 3);
  }

  private static ImportResult run(DatabaseAddress address, long token) {
    return IMPORTS.load(order(address, dump, "r1", token), Stumbling.never());
  }

  private static String ask(DatabaseAddress address, String sql) throws Exception {
    try (Session session = DIALECT.open(address)) {
      return session.text(sql);
    }
  }

  @Test
  void a_dump_replaces_what_was_there_as_a_plain_owner() throws Exception {
    // Given
    DatabaseAddress address = database("replaced");
    try (Session session = DIALECT.open(address)) {
      session.run("CREATE TYPE public.integration_state AS ENUM ('old')");
      session.run("CREATE TABLE public.tenants (id bigint, state public.integration_state)");
      session.run("INSERT INTO public.tenants VALUES (1, 'old')");
      session.run("CREATE SCHEMA leftover CREATE TABLE old (a int)");
      session.run("CREATE FUNCTION public.old() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    }
    // When
    ImportResult result = run(address, 1);
    // Then
    assertThat(result.rows())
        .containsEntry("public.tenants", 3L)
        .containsEntry("public.keyless", 40L)
        .containsEntry("public.que_jobs", 0L)
        .doesNotContainKey("leftover.old");
    assertThat(ask(address, "SELECT endpoint FROM public.tenants WHERE id = 2"))
        .isEqualTo("it's \"quoted\"\ttab\nline \\ 😀");
    assertThat(ask(address, "SELECT encode(token, 'hex') FROM public.tenants WHERE id = 3"))
        .isEqualTo("00ff27225c0a0d");
    assertThat(ask(address, "SELECT nextval('public.tenants_id_seq')")).isEqualTo("4");
    assertThat(result.programs()).containsEntry("TRIGGER", 1L).containsEntry("FUNCTION", 1L);
    assertThat(String.join("\n", result.notes())).contains("OWNER TO", "COMMENT ON EXTENSION");
  }

  @Test
  void a_backup_of_a_database_that_was_restored_before_is_imported_without_the_ledger_in_it()
      throws Exception {
    // Given
    String ledger =
        """
        CREATE SCHEMA rekindle;
        ALTER SCHEMA rekindle OWNER TO zync;
        CREATE TABLE rekindle.fence (
            target character varying(64) NOT NULL, token bigint
        );
        CREATE TABLE rekindle.import_chunk (target character varying(64), from_offset bigint);
        COPY rekindle.fence (target, token) FROM stdin;
        again\t999
        \\.
        COPY rekindle.import_chunk (target, from_offset) FROM stdin;
        again\t0
        \\.
        ALTER TABLE ONLY rekindle.fence
            ADD CONSTRAINT fence_pkey PRIMARY KEY (target);

        """;
    String text = text("/postgres/zync-like.sql");
    DumpBytes later =
        DumpBytes.of(
            text.replace("CREATE TABLE public.tenants", ledger + "CREATE TABLE public.tenants"));
    DatabaseAddress address = database("again");
    String wanted = run(address, 1).fingerprint();
    // When
    ImportResult result = IMPORTS.load(order(address, later, "r2", 2), Stumbling.never());
    // Then
    assertThat(result.fingerprint()).isEqualTo(wanted);
    assertThat(result.rows()).doesNotContainKeys("rekindle.fence", "rekindle.import_chunk");
    assertThat(ask(address, "SELECT token FROM rekindle.fence")).isEqualTo("2");
  }

  @Test
  void an_import_that_stumbles_at_every_commit_ends_with_the_same_content() throws Exception {
    // Given
    DatabaseAddress straight = database("straight");
    String wanted = run(straight, 1).fingerprint();
    DatabaseAddress address = database("stumble");
    int attempts = 0;
    ImportResult result = null;
    // When
    while (result == null && attempts < 200) {
      attempts++;
      try {
        result =
            IMPORTS.load(
                order(address, dump, "r1", attempts),
                new Stumbling(attempts % 2 == 1, Math.min(attempts - 2, 1)));
      } catch (Stumbling.Stumble expected) {
        result = null;
      }
    }
    // Then
    assertThat(attempts).isBetween(10, 199);
    assertThat(result).isNotNull();
    assertThat(result.fingerprint()).isEqualTo(wanted);
    assertThat(ask(address, DEFINITIONS))
        .isEqualTo(ask(straight, DEFINITIONS))
        .contains("keyless_b", "tenants_pkey", "tenants_self_fkeyFOREIGN KEY");
    assertThat(ask(address, "SELECT count(*) FROM pg_constraint WHERE NOT convalidated"))
        .isEqualTo("0");
  }

  @Test
  void a_table_keeps_its_log_until_a_crash_of_the_server_can_no_longer_cost_its_import()
      throws Exception {
    // Given
    DatabaseAddress address = database("logged");
    String persistence = "SELECT relpersistence FROM pg_class WHERE relname = 'que_jobs'";
    // When
    assertThatThrownBy(
            () -> IMPORTS.load(order(address, dump, "r1", 1), new Stumbling(true, Long.MAX_VALUE)))
        .isInstanceOf(Stumbling.Stumble.class);
    // Then
    assertThat(ask(address, persistence)).isEqualTo("p");
    run(address, 2);
    assertThat(ask(address, persistence)).isEqualTo("u");
  }

  @Test
  void inserts_go_together_and_are_counted() throws Exception {
    // Given
    DatabaseAddress address = database("inserts");
    StringBuilder text =
        new StringBuilder(
            "-- PostgreSQL database dump\nCREATE TABLE public.t (a integer, b text);\n");
    for (int i = 1; i <= 40; i++) {
      text.append("INSERT INTO public.t VALUES (%d, 'it''s; %d');\n".formatted(i, i));
    }
    DumpBytes inserts = DumpBytes.of(text + "-- PostgreSQL database dump complete\n");
    // When
    ImportResult result = IMPORTS.load(order(address, inserts, "r1", 1), Stumbling.never());
    // Then
    assertThat(result.rows()).containsEntry("public.t", 40L);
    assertThat(ask(address, "SELECT sum(a) || min(b) FROM public.t")).isEqualTo("820it's; 1");
  }

  @Test
  void a_zombie_changes_nothing_after_its_successor_began() throws Exception {
    // Given
    DatabaseAddress address = database("zombie");
    CountDownLatch paused = new CountDownLatch(1);
    CountDownLatch wake = new CountDownLatch(1);
    CompletableFuture<ImportResult> zombie =
        CompletableFuture.supplyAsync(
            () -> IMPORTS.load(order(address, dump, "r1", 10), sleeper(paused, wake)));
    assertThat(paused.await(30, TimeUnit.SECONDS)).isTrue();
    // When
    ImportResult successor = run(address, 11);
    wake.countDown();
    // Then
    assertThatThrownBy(zombie::join)
        .cause()
        .isInstanceOfSatisfying(TargetSuperseded.class, e -> assertThat(e.seen()).isEqualTo(11));
    assertThat(successor.resumed()).isTrue();
    assertThat(ask(address, "SELECT count(*) FROM public.keyless")).isEqualTo("40");
  }

  /** Sleeps in the transaction of a chunk. */
  private static ImportWatch sleeper(CountDownLatch paused, CountDownLatch wake) {
    return new ImportWatch() {
      @Override
      public void at(String step, DumpStream stream) {}

      @Override
      public void beforeCommit(long toOffset) {
        if (toOffset > 0) {
          paused.countDown();
          try {
            wake.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
      }
    };
  }

  @Test
  void a_zombie_that_wakes_after_the_ledger_was_cleaned_changes_nothing() throws Exception {
    // Given
    DatabaseAddress address = database("swept");
    CountDownLatch paused = new CountDownLatch(1);
    CountDownLatch wake = new CountDownLatch(1);
    CompletableFuture<ImportResult> zombie =
        CompletableFuture.supplyAsync(
            () -> IMPORTS.load(order(address, dump, "r1", 10), sleeper(paused, wake)));
    assertThat(paused.await(60, TimeUnit.SECONDS)).isTrue();
    ImportResult successor = run(address, 11);
    long written = Long.parseLong(chunks(address));
    // When
    LedgerCleanup.Outcome cleaned = clean(address, 12);
    wake.countDown();
    // Then
    assertThat(cleaned).isEqualTo(new LedgerCleanup.Outcome.Removed(Math.toIntExact(written)));
    assertThat(written).isGreaterThan(10);
    assertThatThrownBy(zombie::join).cause().isInstanceOf(TargetSuperseded.class);
    assertThat(chunks(address)).isEqualTo("0");
    assertThat(ask(address, "SELECT token FROM rekindle.fence")).isEqualTo("12");
    assertThatThrownBy(() -> run(address, 11))
        .isInstanceOfSatisfying(TargetSuperseded.class, e -> assertThat(e.seen()).isEqualTo(12));
    assertThat(run(address, 13).fingerprint()).isEqualTo(successor.fingerprint());
    assertThat(chunks(address)).isEqualTo("0");
  }

  @Test
  void the_ledger_of_an_import_that_has_not_finished_is_kept_for_its_successor() throws Exception {
    // Given
    DatabaseAddress address = database("unswept");
    assertThatThrownBy(() -> IMPORTS.load(order(address, dump, "r1", 1), new Stumbling(false, 1)))
        .isInstanceOf(Stumbling.Stumble.class);
    String before = chunks(address);
    // When
    LedgerCleanup.Outcome cleaned = clean(address, 2);
    // Then
    assertThat(cleaned).isEqualTo(new LedgerCleanup.Outcome.Kept());
    assertThat(chunks(address)).isEqualTo(before).isNotEqualTo("0");
    assertThat(run(address, 3).resumed()).isTrue();
  }

  @Test
  void where_no_import_ever_was_there_is_no_ledger_to_clean() throws Exception {
    assertThat(clean(database("untouched"), 1)).isEqualTo(new LedgerCleanup.Outcome.NoLedger());
  }

  private static LedgerCleanup.Outcome clean(DatabaseAddress address, long token) {
    return IMPORTS.cleanLedger(address, new Claim(address.database(), "r1", "clean", 1, token));
  }

  @Test
  void a_zombie_whose_session_lives_on_is_stopped_by_the_raised_token_alone() throws Exception {
    // Given
    DatabaseAddress address = database("outnumbered");
    AtomicLong commits = new AtomicLong();
    AtomicReference<String> whenRaised = new AtomicReference<>("");
    ImportWatch watch =
        new ImportWatch() {
          @Override
          public void at(String step, DumpStream stream) {}

          @Override
          public void committed(long toOffset) {
            if (commits.incrementAndGet() == 3) {
              raiseToken(address, 11);
              whenRaised.set(chunks(address));
            }
          }
        };
    // When, Then
    assertThatThrownBy(() -> IMPORTS.load(order(address, dump, "r1", 10), watch))
        .isInstanceOfSatisfying(TargetSuperseded.class, e -> assertThat(e.seen()).isEqualTo(11));
    assertThat(whenRaised.get()).isNotEmpty();
    assertThat(chunks(address)).isEqualTo(whenRaised.get());
  }

  private static String chunks(DatabaseAddress address) {
    try (Session other = DIALECT.open(address)) {
      return String.valueOf(other.text("SELECT count(*) FROM rekindle.import_chunk"));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void raiseToken(DatabaseAddress address, long token) {
    try (Session other = DIALECT.open(address)) {
      other.run("UPDATE rekindle.fence SET token = " + token);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_helper_of_the_predecessor_is_ended_before_its_successor_begins() throws Exception {
    // Given
    DatabaseAddress address = database("helped");
    assertThatThrownBy(() -> IMPORTS.load(order(address, dump, "r1", 5), new Stumbling(false, 1)))
        .isInstanceOf(Stumbling.Stumble.class);
    try (Session helper = DIALECT.open(address)) {
      assertThat(DIALECT.lock(helper, "helped").join(7)).isTrue();
      // When
      run(address, 6);
      // Then
      assertThatThrownBy(() -> helper.number("SELECT 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void damage_is_refused_and_the_target_stays_as_it_was() throws Exception {
    // Given
    DatabaseAddress address = database("kept");
    try (Session session = DIALECT.open(address)) {
      session.run("CREATE TABLE public.old AS SELECT 1 AS a");
    }
    DumpBytes cut = new DumpBytes(Arrays.copyOf(dump.gzip(), dump.gzip().length - 20));
    DumpBytes foreign = DumpBytes.of("-- MySQL dump 10\n");
    // When, Then
    assertProblem(order(address, cut, "r1", 1), ProblemCode.ARTIFACT_TRUNCATED);
    assertProblem(order(address, foreign, "r1", 2), ProblemCode.ARTIFACT_CORRUPT);
    assertThat(ask(address, "SELECT a FROM public.old")).isEqualTo("1");
  }

  @Test
  void a_connected_writer_keeps_the_import_from_beginning() throws Exception {
    // Given
    DatabaseAddress address = database("busy");
    try (Session writer = DIALECT.open(address)) {
      writer.run("SELECT 1");
      // When, Then
      assertProblem(order(address, dump, "r1", 1), ProblemCode.WRITERS_PRESENT);
    }
  }

  @Test
  void a_row_that_violates_the_schema_is_refused_and_its_chunk_rolled_back() throws Exception {
    // Given
    DatabaseAddress address = database("violated");
    DumpBytes violating =
        DumpBytes.of(
            "--\n-- PostgreSQL database dump\n--\nCREATE TABLE public.t (a varchar(2));\n"
                + "COPY public.t (a) FROM stdin;\nab\nabc\n\\.\n\n"
                + "--\n-- PostgreSQL database dump complete\n--\n");
    // When, Then
    assertProblem(order(address, violating, "r1", 1), ProblemCode.DATA_REFUSED);
    assertThat(ask(address, "SELECT count(*) FROM public.t")).isEqualTo("0");
  }

  private static void assertProblem(ImportOrder order, ProblemCode code) {
    assertThatThrownBy(() -> IMPORTS.load(order, Stumbling.never()))
        .isInstanceOfSatisfying(
            DatabaseProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
