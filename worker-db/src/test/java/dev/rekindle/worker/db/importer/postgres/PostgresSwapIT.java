package dev.rekindle.worker.db.importer.postgres;

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
import dev.rekindle.worker.db.importer.target.KeptAside;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.importer.target.TargetSuperseded;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.Stumbling;
import dev.rekindle.worker.db.testing.StumblingSteps;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresSwapIT {

  private static final PostgresDialect DIALECT = new PostgresDialect();
  private static final DatabaseServer IMPORTS = new DatabaseServer(DIALECT);
  private static final KeptAside ASIDE = IMPORTS.aside();
  private static final KeptAside.Watch QUIET = step -> {};
  private static final AtomicLong TOKENS = new AtomicLong();

  private static EmbeddedPostgres server;
  private static DumpBytes dump;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().start();
    admin("CREATE ROLE zync LOGIN PASSWORD 'secret' CREATEDB");
    admin("CREATE ROLE plain LOGIN PASSWORD 'secret'");
    admin("CREATE ROLE reader");
    try (var in = PostgresSwapIT.class.getResourceAsStream("/postgres/zync-like.sql")) {
      dump = DumpBytes.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static void admin(String sql) throws Exception {
    try (Connection admin = server.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  private static DatabaseAddress old(String name) throws Exception {
    admin("GRANT CREATE ON DATABASE postgres TO zync");
    admin(
        "CREATE DATABASE "
            + name
            + " OWNER zync ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    admin("ALTER DATABASE " + name + " SET statement_timeout = '77s'");
    admin("ALTER DATABASE " + name + " SET search_path = public, \"other one\"");
    admin("REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC");
    admin("GRANT CONNECT ON DATABASE " + name + " TO reader");
    DatabaseAddress address =
        new DatabaseAddress("localhost", server.getPort(), name, "zync", "secret");
    try (Session session = DIALECT.open(address)) {
      session.run("CREATE TABLE public.before_ AS SELECT 42 AS a");
    }
    return address;
  }

  private static Claim claim(String database, String restore) {
    long token = TOKENS.incrementAndGet();
    return new Claim(database, restore, "stage", (int) token, token);
  }

  private static ImportOrder order(DatabaseAddress address, Clean clean) {
    return new ImportOrder(
        address,
        claim(address.database(), "r1"),
        dump,
        dump.sha256(),
        List.of(),
        Owners.AS_DUMPED,
        60,
        3,
        clean);
  }

  private static String ask(DatabaseAddress address, String sql) throws Exception {
    try (Session session = DIALECT.open(address)) {
      return String.valueOf(session.text(sql));
    }
  }

  private static String options(DatabaseAddress address) throws Exception {
    return ask(
        address,
        "SELECT datcollate || (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(datacl) a)"
            + " || (SELECT setconfig::text FROM pg_db_role_setting WHERE setdatabase = d.oid)"
            + " FROM pg_database d WHERE datname = current_database()");
  }

  @Test
  void whoever_dies_between_two_steps_is_followed_by_one_that_ends_the_swap_and_the_way_back()
      throws Exception {
    // Given
    DatabaseAddress live = old("shop");
    String options = options(live);
    IMPORTS.load(order(live, Clean.BESIDE), Stumbling.never());
    assertThat(ask(live, "SELECT a FROM before_")).isEqualTo("42");
    // When
    int stumbled = StumblingSteps.untilDone(watch -> ASIDE.swap(live, claim("shop", "r1"), watch));
    // Then
    assertThat(stumbled).isPositive();
    assertThat(ask(live, "SELECT count(*) FROM tenants")).isEqualTo("3");
    assertThat(options(live)).isEqualTo(options).contains("77s", "other one", "reader=c/");
    assertThat(ask(live.named("shop_rekindle_old"), "SELECT a FROM before_")).isEqualTo("42");
    // When
    StumblingSteps.untilDone(watch -> ASIDE.bringBack(live, claim("shop", "r2"), watch));
    // Then
    assertThat(ask(live, "SELECT a FROM before_")).isEqualTo("42");
    assertThat(ask(live.named("shop_rekindle_new"), "SELECT count(*) FROM tenants")).isEqualTo("3");
    // When
    StumblingSteps.untilDone(watch -> ASIDE.release(live, claim("shop", "r2"), watch));
    // Then
    assertThat(
            ask(live, "SELECT string_agg(datname, ',') FROM pg_database WHERE datname ~ '^shop'"))
        .isEqualTo("shop");
  }

  @Test
  void an_import_that_stumbles_beside_goes_on_there_and_a_zombie_is_refused_after_the_swap()
      throws Exception {
    // Given
    DatabaseAddress live = old("resumed");
    ImportOrder zombie = order(live, Clean.REPLACE);
    assertThatThrownBy(() -> IMPORTS.load(order(live, Clean.BESIDE), new Stumbling(false, 1)))
        .isInstanceOf(Stumbling.Stumble.class);
    // When, Then
    assertThatThrownBy(() -> ASIDE.swap(live, claim("resumed", "r1"), QUIET))
        .isInstanceOfSatisfying(
            DatabaseProblem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.INPUT_MISSING));
    assertThat(IMPORTS.load(order(live, Clean.BESIDE), Stumbling.never()).resumed()).isTrue();
    assertThat(ASIDE.swap(live, claim("resumed", "r1"), QUIET)).isTrue();
    assertThatThrownBy(() -> IMPORTS.load(zombie, Stumbling.never()))
        .isInstanceOf(TargetSuperseded.class);
    // When
    ASIDE.bringBack(live, claim("resumed", "r1"), QUIET);
    // Then
    assertThatThrownBy(() -> IMPORTS.load(zombie, Stumbling.never()))
        .isInstanceOf(TargetSuperseded.class);
    assertThat(ask(live, "SELECT a FROM before_")).isEqualTo("42");
  }

  @Test
  void a_swap_changes_nothing_once_a_later_import_went_into_the_live_database() throws Exception {
    // Given
    DatabaseAddress live = old("overtaken");
    IMPORTS.load(order(live, Clean.BESIDE), Stumbling.never());
    Claim zombie = claim("overtaken", "r1");
    IMPORTS.load(order(live, Clean.REPLACE), Stumbling.never());
    try (Session session = DIALECT.open(live)) {
      session.run("CREATE TABLE public.since AS SELECT 1 AS a");
    }
    // When, Then
    assertThatThrownBy(() -> ASIDE.swap(live, zombie, QUIET)).isInstanceOf(TargetSuperseded.class);
    assertThat(ask(live, "SELECT a FROM public.since")).isEqualTo("1");
  }

  @Test
  void who_is_connected_is_told_and_nothing_is_swapped() throws Exception {
    // Given
    DatabaseAddress live = old("visited");
    IMPORTS.load(order(live, Clean.BESIDE), Stumbling.never());
    try (Session visitor = DIALECT.open(live)) {
      assertThat(visitor.number("SELECT 1")).isEqualTo(1);
      // When, Then
      assertThatThrownBy(() -> ASIDE.swap(live, claim("visited", "r1"), QUIET))
          .isInstanceOfSatisfying(
              DatabaseProblem.class,
              p -> assertThat(p.code()).isEqualTo(ProblemCode.WRITERS_PRESENT));
    }
    assertThat(ask(live, "SELECT a FROM before_")).isEqualTo("42");
  }

  @Test
  void a_plain_owner_is_told_which_rights_a_swap_takes() throws Exception {
    // Given
    admin("CREATE DATABASE modest");
    // When, Then
    assertThat(
            ASIDE.obstacles(
                new DatabaseAddress("localhost", server.getPort(), "modest", "plain", "secret"),
                "r1"))
        .extracting(KeptAside.Obstacle::code)
        .contains(ProblemCode.PERMISSION_MISSING)
        .hasSizeGreaterThan(1);
  }

  @Test
  void two_databases_of_one_server_are_swapped_at_once() throws Exception {
    // Given
    DatabaseAddress one = old("one");
    DatabaseAddress other = old("other");
    IMPORTS.load(order(one, Clean.BESIDE), Stumbling.never());
    IMPORTS.load(order(other, Clean.BESIDE), Stumbling.never());
    // When
    ASIDE.swap(
        one,
        claim("one", "r1"),
        step -> {
          if (step.equals("the last step")) {
            ASIDE.swap(other, claim("other", "r1"), QUIET);
          }
        });
    // Then
    assertThat(ask(one, "SELECT count(*) FROM tenants")).isEqualTo("3");
    assertThat(ask(other, "SELECT count(*) FROM tenants")).isEqualTo("3");
  }

  @Test
  void where_nothing_may_be_replaced_what_is_there_is_refused() throws Exception {
    // Given
    DatabaseAddress live = old("refused");
    // When, Then
    assertThatThrownBy(() -> IMPORTS.load(order(live, Clean.REFUSE), Stumbling.never()))
        .isInstanceOfSatisfying(
            DatabaseProblem.class,
            p -> assertThat(p.code()).isEqualTo(ProblemCode.TARGET_NOT_EMPTY));
    assertThat(ask(live, "SELECT a FROM before_")).isEqualTo("42");
  }
}
