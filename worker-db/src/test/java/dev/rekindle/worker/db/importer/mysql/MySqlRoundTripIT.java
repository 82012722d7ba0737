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
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.testing.ColumnType;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.MariaDbServer;
import dev.rekindle.worker.db.testing.Stumbling;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Tables of all types, with values by chance, through mariadb-dump. */
class MySqlRoundTripIT {

  private static final MySqlDialect DIALECT = new MySqlDialect();
  private static final AtomicLong TOKENS = new AtomicLong();

  /** How people take their dumps. */
  private static final List<List<String>> OPTIONS =
      List.of(
          List.of(),
          List.of("--hex-blob"),
          List.of("--skip-extended-insert"),
          List.of("--complete-insert", "--skip-quote-names"),
          List.of("--skip-add-drop-table", "--skip-add-locks", "--skip-disable-keys"),
          List.of("--order-by-primary", "--no-autocommit"));

  private static Path folder;
  private static MariaDbServer server;

  @BeforeContainer
  static void start() throws Exception {
    folder = Files.createTempDirectory("rekindle-types");
    server = MariaDbServer.start(folder);
  }

  @AfterContainer
  static void stop() throws Exception {
    server.close();
    org.assertj.core.util.Files.delete(folder.toFile());
  }

  @Example
  void every_type_keeps_its_extremes() throws Exception {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      rows.add(
          MySqlTypes.ALL.stream()
              .map(type -> type.extremes().get(number % type.extremes().size()))
              .collect(Collectors.joining(", ")));
    }
    for (List<String> options : OPTIONS.subList(0, 3)) {
      roundTrip(MySqlTypes.ALL, rows, options, 500);
    }
  }

  @Example
  void what_cannot_be_imported_is_refused_where_it_stands_when_nobody_read_the_dump_before() {
    String table = "CREATE TABLE t (a INT) ENGINE=%s;\nINSERT INTO t VALUES (1);\n";
    assertRefused("USE `a`;\n" + table.formatted("InnoDB") + "USE `b`;\n", "source: NAME");
    assertRefused(table.formatted("MRG_MyISAM"), "MRG_MyISAM");
    assertRefused("CREATE TABLE t (a INT) ENGINE=MRG_MyISAM;\n", "MRG_MyISAM");
  }

  private static void assertRefused(String statements, String why) {
    byte[] gzip =
        DumpBytes.of(
                "-- MariaDB dump 10.19\n"
                    + statements
                    + "-- Dump completed on 2026-01-01  0:00:00\n")
            .gzip();
    DumpSource big =
        () -> DumpStream.decompress(new ByteArrayInputStream(gzip), 32 << 20, () -> 0, () -> {});
    long token = TOKENS.incrementAndGet();
    String target = "refused" + token;
    assertThatThrownBy(() ->
            new DatabaseServer(DIALECT)
                .load(
                    new ImportOrder(
                        server.address(target),
                        new Claim(target, "r" + token, "import", 1, token),
                        big,
                        "a",
                        List.of(),
                        Owners.AS_DUMPED,
                        500,
                        2),
                    Stumbling.never()))
        .isInstanceOfSatisfying(
            DatabaseProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.ARTIFACT_UNSUPPORTED);
              assertThat(problem.detail()).contains(why);
            });
  }

  @Example
  void settings_that_lose_what_was_committed_are_seen() throws Exception {
    DatabaseServer databases = new DatabaseServer(DIALECT);
    assertThat(databases.look(server.address("mysql")).unsafeSettings()).isEmpty();
    assertThat(databases.look(server.address("mysql")).undurableSettings()).isEmpty();
    try (Session session = DIALECT.open(server.address("mysql"))) {
      // When
      session.run("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
      // Then
      assertThat(databases.look(server.address("mysql")).undurableSettings())
          .containsExactly("innodb_flush_log_at_trx_commit = 2");
      session.run("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
    }
  }

  @Property(tries = 6, seed = "20260101", shrinking = ShrinkingMode.OFF)
  void any_table_arrives_as_it_was(@ForAll long seed) throws Exception {
    anyTable(seed);
  }

  @Tag("long")
  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void many_tables_arrive_as_they_were(@ForAll long seed) throws Exception {
    anyTable(seed);
  }

  private static void anyTable(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<ColumnType> types = ColumnType.some(MySqlTypes.ALL, random);
    List<String> rows = ColumnType.rows(types, random);
    roundTrip(types, rows, OPTIONS.get(random.nextInt(OPTIONS.size())), 1 + random.nextInt(2000));
  }

  private static void roundTrip(
      List<ColumnType> types, List<String> rows, List<String> options, int chunkBytes)
      throws Exception {
    // Given
    String columns =
        IntStream.range(0, types.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    String wanted;
    List<String> cells;
    try (Session origin = DIALECT.open(server.address("origin"))) {
      origin.run("DROP DATABASE IF EXISTS origin");
      origin.run("CREATE DATABASE origin CHARACTER SET utf8mb4");
      origin.run("USE origin");
      origin.run("SET SESSION sql_mode = '', time_zone = '+00:00'");
      origin.run(
          IntStream.range(0, types.size())
              .mapToObj(i -> "c" + i + " " + types.get(i).name())
              .collect(
                  Collectors.joining(
                      ", ", "CREATE TABLE t (", ", made INT AS (1 + 1) STORED) ENGINE=InnoDB")));
      for (String row : rows) {
        origin.run("INSERT INTO t (" + columns + ") VALUES (" + row + ")");
      }
      wanted = new MySqlDatabase(origin, "origin").fingerprint();
      cells = cells(origin, "origin", types.size());
    }
    DumpBytes dump = DumpBytes.of(server.dump("origin", options.toArray(String[]::new)));
    // When
    long token = TOKENS.incrementAndGet();
    ImportResult result =
        new DatabaseServer(DIALECT)
            .load(
                new ImportOrder(
                    server.address("target"),
                    new Claim("target", "r" + token, "import", 1, token),
                    dump,
                    dump.sha256(),
                    List.of(),
                    Owners.AS_DUMPED,
                    chunkBytes,
                    2),
                Stumbling.never());
    // Then
    try (Session target = DIALECT.open(server.address("target"))) {
      assertThat(cells(target, "target", types.size())).as("%s", options).isEqualTo(cells);
    }
    assertThat(result.fingerprint()).as("%s", options).isEqualTo(wanted);
    assertThat(result.rows()).containsEntry("t", (long) rows.size());
    assertThat(MySqlFixture.definitions(server.address("target")))
        .isEqualTo(MySqlFixture.definitions(server.address("origin")));
  }

  /** Every value as its bytes, row by row, in the order of the rows' texts. */
  private static List<String> cells(Session session, String database, int columns)
      throws Exception {
    String all =
        IntStream.range(0, columns)
            .mapToObj(i -> "HEX(CAST(c" + i + " AS BINARY))")
            .collect(Collectors.joining(", "));
    return session.table("SELECT " + all + " FROM " + database + ".t").stream()
        .map(Object::toString)
        .sorted()
        .toList();
  }
}
