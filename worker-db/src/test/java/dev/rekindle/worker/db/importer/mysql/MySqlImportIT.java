package dev.rekindle.worker.db.importer.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpSource;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.plan.Claim;
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
import dev.rekindle.worker.db.testing.MariaDbServer;
import dev.rekindle.worker.db.testing.Stumbling;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlImportIT {

  private static final MySqlDialect DIALECT = new MySqlDialect();
  private static final DatabaseServer IMPORTS = new DatabaseServer(DIALECT);
  private static final int CONNECTIONS = 3;
  private static final AtomicLong TOKENS = new AtomicLong();

  @TempDir static Path folder;
  private static MariaDbServer server;
  private static DumpBytes dump;
  private static String wanted;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDbServer.start(folder);
    MySqlFixture.create(server.address("origin"));
    dump = DumpBytes.of(server.dump("origin", "--routines", "--triggers", "--events"));
    wanted = fingerprint("origin");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String fingerprint(String database) throws Exception {
    try (Session session = DIALECT.open(server.address(database))) {
      return new MySqlDatabase(session, database).fingerprint();
    }
  }

  private static ImportOrder order(String database, DumpBytes source, String restore, long token) {
    Claim claim = new Claim(database, restore, "import", (int) token, token);
    return new ImportOrder(
        server.address(database),
        claim,
        source,
        source.sha256(),
        List.of(),
        Owners.AS_DUMPED,
        200,
        CONNECTIONS);
  }

  private static ImportResult run(String database, DumpBytes source, long token) {
    return IMPORTS.load(order(database, source, "r1", token), Stumbling.never());
  }

  @Test
  void a_round_trip_keeps_every_byte_trigger_and_routine() throws Exception {
    // When
    ImportResult result = run("round", dump, 1);
    // Then
    assertThat(result.fingerprint()).isEqualTo(wanted);
    assertThat(MySqlFixture.definitions(server.address("round")))
        .isEqualTo(MySqlFixture.definitions(server.address("origin")));
    assertThat(result.rows()).containsEntry("everything", 4L).containsEntry("keyless", 300L);
    assertThat(result.programs())
        .containsEntry("TRIGGER", 1L)
        .containsEntry("PROCEDURE", 1L)
        .containsEntry("VIEW", 1L);
    try (Session session = DIALECT.open(server.address("round"))) {
      assertThat(session.text("SELECT HEX(raw_bytes) FROM round.everything WHERE id = 1"))
          .isEqualTo(session.text("SELECT HEX(raw_bytes) FROM origin.everything WHERE id = 1"))
          .hasSize(512);
      assertThat(session.text("SELECT words FROM round.everything WHERE id = 1"))
          .isEqualTo(MySqlFixture.WORDS);
      assertThat(
              session.text(
                  "SELECT definer FROM information_schema.triggers WHERE trigger_schema = 'round'"))
          .isEqualTo("root@%");
      assertThat(session.text("SELECT tenant FROM round.everything WHERE id = 4")).isEqualTo("2");
    }
  }

  @Test
  void our_own_dump_restores_the_same_content() throws Exception {
    // Given
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    MySqlDump.write(server.address("origin"), plain, rows -> {});
    // When
    ImportResult result = run("own", DumpBytes.of(plain.toByteArray()), 1);
    // Then
    assertThat(result.fingerprint()).isEqualTo(wanted);
  }

  @Test
  void one_of_several_databases_of_a_dump_is_imported() throws Exception {
    // Given
    try (Session session = DIALECT.open(server.address("other"))) {
      session.run("CREATE DATABASE other");
      session.run("CREATE TABLE other.keyless (a INT)");
      session.run("INSERT INTO other.keyless VALUES (1)");
      session.run("CREATE VIEW other.shown AS SELECT a FROM other.keyless");
    }
    String[] everything = {"--routines", "--triggers", "--events", "--databases"};
    DumpBytes two = DumpBytes.of(server.dump("origin", with(everything, "other")));
    DumpBytes whole = DumpBytes.of(server.dump("origin", with(everything, "mysql")));
    // When
    ImportResult named =
        IMPORTS.load(
            order("named", () -> two.open().only("origin"), two.sha256()), Stumbling.never());
    ImportResult only = run("only", whole, 1);
    // Then
    assertThat(named.fingerprint()).isEqualTo(wanted);
    assertThat(only.fingerprint()).isEqualTo(wanted);
    assertProblem(() -> run("which", two, 1), ProblemCode.ARTIFACT_UNSUPPORTED);
  }

  private static String[] with(String[] options, String more) {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = more;
    return all;
  }

  private static ImportOrder order(String database, DumpSource source, String sha256) {
    Claim claim = new Claim(database, "r1", "import", 1, 1);
    return new ImportOrder(
        server.address(database),
        claim,
        source,
        sha256,
        List.of(),
        Owners.AS_DUMPED,
        200,
        CONNECTIONS);
  }

  @Test
  void a_dump_with_an_insert_for_each_row_restores_the_same_content() throws Exception {
    // Given
    DumpBytes single = DumpBytes.of(server.dump("origin", "--routines", "--skip-extended-insert"));
    // When
    ImportResult result = run("single", single, 1);
    // Then
    assertThat(result.fingerprint()).isEqualTo(wanted);
  }

  @Test
  void an_import_that_stumbles_at_every_commit_ends_with_the_same_content() throws Exception {
    // Given
    int attempts = 0;
    boolean finished = false;
    // When
    while (!finished && attempts < 400) {
      attempts++;
      try {
        IMPORTS.load(
            order("stumble", dump, "r1", attempts),
            new Stumbling(attempts % 2 == 1, Math.min(attempts - 3, 1)));
        finished = true;
      } catch (Stumbling.Stumble expected) {
        finished = false;
      }
    }
    // Then
    assertThat(attempts).isBetween(20, 399);
    assertThat(fingerprint("stumble")).isEqualTo(wanted);
    assertThat(MySqlFixture.definitions(server.address("stumble")))
        .isEqualTo(MySqlFixture.definitions(server.address("origin")));
  }

  @Test
  void a_finished_import_that_is_asked_for_again_is_proven_and_kept() {
    // Given
    run("again", dump, 1);
    // When
    ImportResult second = run("again", dump, 2);
    // Then
    assertThat(second.resumed()).isTrue();
    assertThat(second.notes()).contains("was complete and unchanged since");
  }

  @Test
  void a_finished_import_that_was_written_to_since_is_made_anew() throws Exception {
    // Given
    run("dirty", dump, 1);
    try (Session session = DIALECT.open(server.address("dirty"))) {
      session.execute("DELETE FROM dirty.keyless LIMIT 1");
    }
    // When
    ImportResult second = run("dirty", dump, 2);
    // Then
    assertThat(second.resumed()).isFalse();
    assertThat(second.fingerprint()).isEqualTo(wanted);
  }

  @Test
  void a_zombie_changes_nothing_after_its_successor_began() throws Exception {
    // Given
    CountDownLatch paused = new CountDownLatch(1);
    CountDownLatch wake = new CountDownLatch(1);
    ImportWatch sleeper =
        new ImportWatch() {
          @Override
          public void at(String step, DumpStream stream) {}

          @Override
          public void beforeCommit(long toOffset) {
            paused.countDown();
            try {
              wake.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    CompletableFuture<ImportResult> zombie =
        CompletableFuture.supplyAsync(() -> IMPORTS.load(order("zombie", dump, "r1", 10), sleeper));
    assertThat(paused.await(30, TimeUnit.SECONDS)).isTrue();
    // When
    ImportResult successor = run("zombie", dump, 11);
    wake.countDown();
    // Then
    assertThatThrownBy(zombie::join)
        .cause()
        .isInstanceOfSatisfying(TargetSuperseded.class, e -> assertThat(e.seen()).isEqualTo(11));
    assertThat(successor.fingerprint()).isEqualTo(wanted);
    assertThat(fingerprint("zombie")).isEqualTo(wanted);
  }

  @Test
  void a_lower_token_is_superseded_and_another_restore_is_held_off() {
    // Given
    assertThatThrownBy(() -> IMPORTS.load(order("held", dump, "r1", 5), new Stumbling(false, -2)))
        .isInstanceOf(Stumbling.Stumble.class);
    // When, Then
    assertThatThrownBy(() -> run("held", dump, 4)).isInstanceOf(TargetSuperseded.class);
    assertProblem(
        () -> IMPORTS.load(order("held", dump, "r2", 6), Stumbling.never()),
        ProblemCode.TARGET_HELD);
    IMPORTS.release(order("held", dump, "r1", 5));
    assertThat(IMPORTS.load(order("held", dump, "r2", 6), Stumbling.never()).fingerprint())
        .isEqualTo(wanted);
  }

  @Test
  void a_killed_process_is_followed_by_one_that_goes_on() throws Exception {
    // Given
    Path file = Files.write(folder.resolve("dump.gz"), dump.gzip());
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ImportInChild.class.getName(),
                String.valueOf(server.address("killed").port()),
                "killed",
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    for (int i = 0; i < 25; i++) {
      assertThat(lines.readLine()).startsWith("committed");
    }
    child.destroyForcibly().waitFor();
    // When
    ImportResult result = run("killed", dump, 2);
    // Then
    assertThat(result.resumed()).isTrue();
    assertThat(result.fingerprint()).isEqualTo(wanted);
  }

  @Test
  void a_damaged_dump_is_refused_and_the_target_stays_as_it_was() throws Exception {
    // Given
    try (Session session = DIALECT.open(server.address("kept"))) {
      session.execute("CREATE DATABASE kept");
      session.execute("CREATE TABLE kept.old (a INT)");
    }
    String before = fingerprint("kept");
    DumpBytes cut = new DumpBytes(Arrays.copyOf(dump.gzip(), dump.gzip().length - 40));
    DumpBytes noTrailer = DumpBytes.of("-- MySQL dump 10\nCREATE TABLE `t` (a int);\n");
    DumpBytes foreign = DumpBytes.of("-- PostgreSQL database dump\n");
    DumpBytes noGzip = new DumpBytes("plain text".getBytes(StandardCharsets.UTF_8));
    DumpBytes strange =
        DumpBytes.of("-- MySQL dump 10\nGRANT ALL ON *.* TO x;\n-- Dump completed\n");
    // When, Then
    assertProblem(() -> run("kept", cut, 1), ProblemCode.ARTIFACT_TRUNCATED);
    assertProblem(() -> run("kept", noTrailer, 2), ProblemCode.ARTIFACT_TRUNCATED);
    assertProblem(() -> run("kept", foreign, 3), ProblemCode.ARTIFACT_CORRUPT);
    assertProblem(() -> run("kept", noGzip, 4), ProblemCode.ARTIFACT_CORRUPT);
    assertProblem(() -> run("kept", strange, 5), ProblemCode.ARTIFACT_UNSUPPORTED);
    assertThat(fingerprint("kept")).isEqualTo(before);
  }

  /** The server takes each of these with a warning or with none when nobody is strict. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a text that is cut       | a varchar(2)         | INSERT INTO        | ('ab'),('abc')",
        "a number that is clipped | a tinyint            | INSERT INTO        | (1),(999)",
        "a NULL that becomes ''   | a varchar(2) NOT NULL | INSERT INTO       | ('x'),(NULL)",
        "a date that becomes 0    | a date               | INSERT INTO        |"
            + " ('2024-01-01'),('2024-02-31')",
        "an unknown enum value    | a enum('x')          | INSERT INTO        | ('x'),('y')",
        "a duplicate left out     | a int primary key    | INSERT IGNORE INTO | (1),(1)",
        "a duplicate put in place | a int primary key, b int | REPLACE INTO   | (1,1),(1,2)",
        "a duplicate              | a int primary key    | INSERT INTO        | (1),(1)",
        "a row against a check    | a int CHECK (a < 5)  | INSERT INTO        | (1),(9)"
      })
  void rows_that_would_be_changed_or_lost_are_refused_and_rolled_back(
      String what, String column, String insert, String rows) throws Exception {
    // Given
    DumpBytes dump =
        DumpBytes.of(
            "-- MySQL dump 10\nSET SQL_MODE='', UNIQUE_CHECKS=0;\nCREATE TABLE `t` (%s) ENGINE=InnoDB;\n%s `t` VALUES %s;\n-- Dump completed\n"
                .formatted(column, insert, rows));
    // When, Then
    assertThatThrownBy(() -> run("fits", dump, TOKENS.incrementAndGet()))
        .isInstanceOfSatisfying(
            DatabaseProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.DATA_REFUSED);
              assertThat(problem.retryable()).isFalse();
              assertThat(problem.detail()).contains("table t, bytes ");
            });
    try (Session session = DIALECT.open(server.address("fits"))) {
      assertThat(session.number("SELECT COUNT(*) FROM fits.t")).isZero();
      assertThat(
              session.number(
                  "SELECT COUNT(*) FROM rekindle.import_chunk WHERE target = 'fits' AND subject ="
                      + " 't'"))
          .isZero();
    }
  }

  @Test
  void a_zombie_whose_session_lives_on_is_stopped_by_the_raised_token_alone() throws Exception {
    // Given
    AtomicLong commits = new AtomicLong();
    AtomicLong whenRaised = new AtomicLong(-1);
    ImportWatch watch =
        new ImportWatch() {
          @Override
          public void at(String step, DumpStream stream) {}

          @Override
          public void committed(long toOffset) {
            if (commits.incrementAndGet() == 30) {
              raiseToken("outnumbered", 11);
              whenRaised.set(chunks("outnumbered"));
            }
          }
        };
    // When, Then
    assertThatThrownBy(() -> IMPORTS.load(order("outnumbered", dump, "r1", 10), watch))
        .isInstanceOfSatisfying(TargetSuperseded.class, e -> assertThat(e.seen()).isEqualTo(11));
    assertThat(whenRaised.get()).isPositive();
    assertThat(chunks("outnumbered")).isEqualTo(whenRaised.get());
  }

  private static long chunks(String target) {
    try (Session other = DIALECT.open(server.address(target))) {
      return other.number("SELECT COUNT(*) FROM rekindle.import_chunk WHERE target = ?", target);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_zombie_between_two_chunks_changes_nothing_after_its_successor_began() throws Exception {
    // Given
    CountDownLatch paused = new CountDownLatch(1);
    CountDownLatch wake = new CountDownLatch(1);
    CompletableFuture<ImportResult> zombie =
        CompletableFuture.supplyAsync(
            () -> IMPORTS.load(order("between", dump, "r1", 10), pausedAfter(30, paused, wake)));
    assertThat(paused.await(30, TimeUnit.SECONDS)).isTrue();
    // When
    ImportResult successor = run("between", dump, 11);
    wake.countDown();
    // Then
    assertThatThrownBy(zombie::join)
        .cause()
        .isInstanceOfSatisfying(TargetSuperseded.class, e -> assertThat(e.seen()).isEqualTo(11));
    assertThat(successor.resumed()).isTrue();
    assertThat(fingerprint("between")).isEqualTo(wanted);
  }

  @Test
  void a_helper_of_the_predecessor_is_ended_before_its_successor_begins() throws Exception {
    // Given
    assertThatThrownBy(() -> IMPORTS.load(order("helped", dump, "r1", 5), new Stumbling(false, 1)))
        .isInstanceOf(Stumbling.Stumble.class);
    try (Session helper = DIALECT.open(server.address("helped"))) {
      assertThat(DIALECT.lock(helper, "helped").join(7)).isTrue();
      // When
      run("helped", dump, 6);
      // Then
      assertThatThrownBy(() -> helper.number("SELECT 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void a_zombie_that_wakes_after_the_ledger_was_cleaned_changes_nothing() throws Exception {
    // Given
    CountDownLatch paused = new CountDownLatch(1);
    CountDownLatch wake = new CountDownLatch(1);
    CompletableFuture<ImportResult> zombie =
        CompletableFuture.supplyAsync(
            () -> IMPORTS.load(order("swept", dump, "r1", 10), pausedAfter(30, paused, wake)));
    assertThat(paused.await(60, TimeUnit.SECONDS)).isTrue();
    ImportResult successor = run("swept", dump, 11);
    // When
    LedgerCleanup.Outcome cleaned =
        IMPORTS.cleanLedger(server.address("swept"), new Claim("swept", "r1", "clean", 1, 12));
    wake.countDown();
    // Then
    assertThat(cleaned)
        .isInstanceOfSatisfying(
            LedgerCleanup.Outcome.Removed.class,
            removed -> assertThat(removed.chunks()).isGreaterThan(10));
    assertThatThrownBy(zombie::join).cause().isInstanceOf(TargetSuperseded.class);
    assertThat(chunks("swept")).isZero();
    assertThat(fence("swept")).isEqualTo(12);
    assertThatThrownBy(() -> run("swept", dump, 11))
        .isInstanceOfSatisfying(TargetSuperseded.class, e -> assertThat(e.seen()).isEqualTo(12));
    assertThat(run("swept", dump, 13).fingerprint()).isEqualTo(successor.fingerprint());
  }

  @Test
  void the_ledger_of_an_import_that_has_not_finished_is_kept_for_its_successor() throws Exception {
    // Given
    assertThatThrownBy(() -> IMPORTS.load(order("unswept", dump, "r1", 1), new Stumbling(false, 1)))
        .isInstanceOf(Stumbling.Stumble.class);
    long before = chunks("unswept");
    // When
    LedgerCleanup.Outcome cleaned =
        IMPORTS.cleanLedger(server.address("unswept"), new Claim("unswept", "r1", "clean", 1, 2));
    // Then
    assertThat(cleaned).isEqualTo(new LedgerCleanup.Outcome.Kept());
    assertThat(before).isPositive();
    assertThat(chunks("unswept")).isEqualTo(before);
    assertThat(run("unswept", dump, 3).resumed()).isTrue();
  }

  @Test
  void the_ledger_of_a_target_that_another_restore_holds_is_left_alone() throws Exception {
    // Given
    assertThatThrownBy(
            () -> IMPORTS.load(order("contested", dump, "r1", 1), new Stumbling(false, 1)))
        .isInstanceOf(Stumbling.Stumble.class);
    long before = chunks("contested");
    // When, Then
    assertProblem(
        () ->
            IMPORTS.cleanLedger(
                server.address("contested"), new Claim("contested", "r2", "clean", 1, 2)),
        ProblemCode.TARGET_HELD);
    assertThat(chunks("contested")).isEqualTo(before);
    assertThat(fence("contested")).isEqualTo(1);
  }

  private static long fence(String target) throws Exception {
    try (Session other = DIALECT.open(server.address(target))) {
      return other.number("SELECT token FROM rekindle.fence WHERE target = ?", target);
    }
  }

  private static ImportWatch pausedAfter(int commits, CountDownLatch paused, CountDownLatch wake) {
    AtomicLong seen = new AtomicLong();
    return new ImportWatch() {
      @Override
      public void at(String step, DumpStream stream) {}

      @Override
      public void committed(long toOffset) {
        if (seen.incrementAndGet() == commits) {
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

  private static void raiseToken(String target, long token) {
    try (Session other = DIALECT.open(server.address(target))) {
      other.execute("UPDATE rekindle.fence SET token = ? WHERE target = ?", token, target);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertProblem(Runnable work, ProblemCode code) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            DatabaseProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
