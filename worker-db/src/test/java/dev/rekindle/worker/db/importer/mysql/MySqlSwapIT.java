package dev.rekindle.worker.db.importer.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.ImportOrder;
import dev.rekindle.worker.db.importer.target.ImportOrder.Clean;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.ImportResult;
import dev.rekindle.worker.db.importer.target.KeptAside;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.importer.target.TargetSuperseded;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.MariaDbServer;
import dev.rekindle.worker.db.testing.Stumbling;
import dev.rekindle.worker.db.testing.StumblingSteps;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlSwapIT {

  private static final MySqlDialect DIALECT = new MySqlDialect();
  private static final DatabaseServer IMPORTS = new DatabaseServer(DIALECT);
  private static final KeptAside ASIDE = IMPORTS.aside();
  private static final KeptAside.Watch QUIET = step -> {};
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

  /** What was there before: everything that cannot just be renamed. */
  private static String old(String name) throws Exception {
    MySqlFixture.create(server.address(name));
    try (Session session = DIALECT.open(server.address(name))) {
      session.run("USE " + name);
      session.run(
          "CREATE TABLE only_old (a INT PRIMARY KEY, FOREIGN KEY (a) REFERENCES parent (id))");
      session.run("INSERT INTO keyless VALUES (-1, 'old')");
      session.run("CREATE VIEW z_base AS SELECT a, 'x' AS x FROM keyless");
      session.run("CREATE VIEW a_on_top AS SELECT a FROM z_base");
      session.run("CREATE FUNCTION twice(x INT) RETURNS INT DETERMINISTIC RETURN x * 2");
      session.run("CREATE VIEW m_calling AS SELECT twice(a) AS b FROM keyless");
      session.run("CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY COMMENT 'ENABLE' DO SELECT 1");
      session.run("CREATE EVENT resting ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1");
    }
    return fingerprint(name);
  }

  private static Claim claim(String database, String restore) {
    long token = TOKENS.incrementAndGet();
    return new Claim(database, restore, "stage", (int) token, token);
  }

  private static ImportOrder order(String database, Clean clean) {
    return new ImportOrder(
        server.address(database),
        claim(database, "r1"),
        dump,
        dump.sha256(),
        List.of(),
        Owners.AS_DUMPED,
        2000,
        3,
        clean);
  }

  private static ImportResult beside(String database) {
    return IMPORTS.load(order(database, Clean.BESIDE), Stumbling.never());
  }

  private static List<String> databases(String name) throws Exception {
    try (Session session = DIALECT.open(server.address(name))) {
      return session.column("SHOW DATABASES LIKE '" + name + "%'");
    }
  }

  /** Events with their states, and who references whom. */
  private static List<String> details(String database) throws Exception {
    try (Session session = DIALECT.open(server.address(database))) {
      return session.column(
          "SELECT CONCAT(event_name, ' ', status) FROM information_schema.events WHERE event_schema = ?"
              + " UNION SELECT CONCAT(table_name, ' ', unique_constraint_schema = constraint_schema, ' ',"
              + " referenced_table_name) FROM information_schema.referential_constraints"
              + " WHERE constraint_schema = ? ORDER BY 1",
          database,
          database);
    }
  }

  @Test
  void whoever_dies_between_two_steps_is_followed_by_one_that_ends_the_swap_and_the_way_back()
      throws Exception {
    // Given
    DatabaseAddress live = server.address("shop");
    String before = old("shop");
    List<String> details = details("shop");
    beside("shop");
    assertThat(fingerprint("shop")).isEqualTo(before);
    // When
    int stumbled = StumblingSteps.untilDone(watch -> ASIDE.swap(live, claim("shop", "r1"), watch));
    // Then
    assertThat(stumbled).isGreaterThan(20);
    assertThat(fingerprint("shop")).isEqualTo(wanted);
    assertThat(fingerprint("shop_rekindle_old")).isEqualTo(before);
    assertThat(databases("shop")).containsExactly("shop", "shop_rekindle_old");
    assertThat(details("shop_rekindle_old"))
        .contains("nightly SLAVESIDE_DISABLED", "resting DISABLED", "child 1 od`d name");
    assertThat(works("shop")).isTrue();
    // When
    int stumbledBack =
        StumblingSteps.untilDone(watch -> ASIDE.bringBack(live, claim("shop", "r2"), watch));
    // Then
    assertThat(stumbledBack).isGreaterThan(20);
    assertThat(fingerprint("shop")).isEqualTo(before);
    assertThat(details("shop")).isEqualTo(details);
    assertThat(fingerprint("shop_rekindle_new")).isEqualTo(wanted);
    // When
    StumblingSteps.untilDone(watch -> ASIDE.release(live, claim("shop", "r2"), watch));
    // Then
    assertThat(databases("shop")).containsExactly("shop");
    assertThat(fingerprint("shop")).isEqualTo(before);
  }

  /** A trigger fires, a procedure answers, a view shows. */
  private static boolean works(String database) throws Exception {
    try (Session session = DIALECT.open(server.address(database))) {
      session.run("USE " + database);
      session.begin();
      session.run("INSERT INTO everything (words) VALUES ('swapped')");
      boolean fired = session.number("SELECT tenant FROM everything WHERE words = 'swapped'") == 2;
      boolean shows = session.number("SELECT COUNT(*) FROM words_view") > 0;
      session.rollbackQuietly();
      return fired && shows;
    }
  }

  @Test
  void what_was_kept_is_gone_once_it_is_released_and_the_live_database_stays() throws Exception {
    // Given
    DatabaseAddress live = server.address("given_up");
    old("given_up");
    beside("given_up");
    ASIDE.swap(live, claim("given_up", "r1"), QUIET);
    // When
    List<String> dropped = ASIDE.release(live, claim("given_up", "r1"), QUIET);
    // Then
    assertThat(dropped).containsExactly("given_up_rekindle_old");
    assertThat(databases("given_up")).containsExactly("given_up");
    assertThat(fingerprint("given_up")).isEqualTo(wanted);
    assertThatThrownBy(() -> ASIDE.bringBack(live, claim("given_up", "r1"), QUIET))
        .isInstanceOfSatisfying(
            DatabaseProblem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.OBJECT_MISSING));
  }

  @Test
  void a_retry_after_the_swap_keeps_what_was_there_first() throws Exception {
    // Given
    DatabaseAddress live = server.address("again");
    String before = old("again");
    beside("again");
    ASIDE.swap(live, claim("again", "r1"), QUIET);
    try (Session session = DIALECT.open(live)) {
      session.run("DELETE FROM again.keyless");
    }
    // When
    beside("again");
    boolean swapped = ASIDE.swap(live, claim("again", "r1"), QUIET);
    // Then
    assertThat(swapped).isFalse();
    assertThat(fingerprint("again")).isEqualTo(wanted);
    assertThat(fingerprint("again_rekindle_old")).isEqualTo(before);
  }

  @Test
  void what_another_restore_keeps_or_nobody_made_is_not_touched() throws Exception {
    // Given
    DatabaseAddress live = server.address("taken");
    old("taken");
    beside("taken");
    ASIDE.swap(live, claim("taken", "r1"), QUIET);
    // When, Then
    assertThat(ASIDE.obstacles(live, "r1")).isEmpty();
    assertThat(ASIDE.obstacles(live, "r2"))
        .singleElement()
        .satisfies(obstacle -> {
          assertThat(obstacle.code()).isEqualTo(ProblemCode.TARGET_NOT_EMPTY);
          assertThat(obstacle.what()).contains("r1", "taken_rekindle_old");
        });
    // Given
    try (Session session = DIALECT.open(live)) {
      session.run("CREATE DATABASE foreign_rekindle_new");
    }
    // When, Then
    assertThatThrownBy(() -> beside("foreign"))
        .isInstanceOfSatisfying(
            DatabaseProblem.class,
            p -> assertThat(p.code()).isEqualTo(ProblemCode.TARGET_NOT_EMPTY));
  }

  @Test
  void nothing_is_swapped_before_the_import_has_ended() throws Exception {
    // Given
    DatabaseAddress live = server.address("early");
    String before = old("early");
    assertThatThrownBy(() -> IMPORTS.load(order("early", Clean.BESIDE), new Stumbling(false, 1)))
        .isInstanceOf(Stumbling.Stumble.class);
    // When, Then
    assertThatThrownBy(() -> ASIDE.swap(live, claim("early", "r1"), QUIET))
        .isInstanceOfSatisfying(
            DatabaseProblem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.INPUT_MISSING));
    assertThat(fingerprint("early")).isEqualTo(before);
    assertThat(beside("early").resumed()).isTrue();
  }

  @Test
  void a_zombie_in_the_middle_of_a_swap_changes_nothing_more() throws Exception {
    // Given
    DatabaseAddress live = server.address("raced");
    String before = old("raced");
    beside("raced");
    Claim zombie = claim("raced", "r1");
    // When, Then
    assertThatThrownBy(() ->
            ASIDE.swap(
                live,
                zombie,
                step -> {
                  if (step.startsWith("renaming")) {
                    ASIDE.swap(live, claim("raced", "r1"), QUIET);
                  }
                }))
        .isInstanceOf(TargetSuperseded.class);
    assertThat(fingerprint("raced")).isEqualTo(wanted);
    assertThat(fingerprint("raced_rekindle_old")).isEqualTo(before);
  }

  @Test
  void a_broken_view_is_found_before_anything_is_dropped() throws Exception {
    // Given
    DatabaseAddress live = server.address("broken");
    old("broken");
    try (Session session = DIALECT.open(live)) {
      session.run("DROP VIEW broken.z_base");
    }
    beside("broken");
    // When, Then
    assertThatThrownBy(() -> ASIDE.swap(live, claim("broken", "r1"), QUIET))
        .isInstanceOfSatisfying(
            DatabaseProblem.class,
            p -> {
              assertThat(p.code()).isEqualTo(ProblemCode.TARGET_UNSUITABLE);
              assertThat(p.detail()).contains("a_on_top");
            });
    assertThat(works("broken")).isTrue();
  }

  @Test
  void where_nothing_may_be_replaced_only_an_empty_database_is_imported_into() throws Exception {
    // Given
    String before = old("refused");
    // When, Then
    assertThatThrownBy(() -> IMPORTS.load(order("refused", Clean.REFUSE), Stumbling.never()))
        .isInstanceOfSatisfying(
            DatabaseProblem.class,
            p -> assertThat(p.code()).isEqualTo(ProblemCode.TARGET_NOT_EMPTY));
    assertThat(fingerprint("refused")).isEqualTo(before);
    // Given
    assertThatThrownBy(() -> IMPORTS.load(order("vacant", Clean.REFUSE), new Stumbling(false, 1)))
        .isInstanceOf(Stumbling.Stumble.class);
    // When, Then
    assertThat(IMPORTS.load(order("vacant", Clean.REFUSE), Stumbling.never()).resumed()).isTrue();
    assertThat(fingerprint("vacant")).isEqualTo(wanted);
  }

  @Test
  void a_database_that_was_not_there_is_made_by_the_swap() throws Exception {
    // Given
    beside("fresh");
    // When
    ASIDE.swap(server.address("fresh"), claim("fresh", "r1"), QUIET);
    // Then
    assertThat(fingerprint("fresh")).isEqualTo(wanted);
  }
}
