package dev.rekindle.worker.db.importer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.ImportOrder;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.ImportResult;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.testing.ColumnType;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.Stumbling;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.postgresql.PGConnection;

/** Tables of all types, with values by chance, through a dump as pg_dump writes it. */
class PostgresRoundTripIT {

  private static final PostgresDialect DIALECT = new PostgresDialect();
  private static final AtomicLong TOKENS = new AtomicLong();

  private static EmbeddedPostgres server;

  @BeforeContainer
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().start();
    for (String name : List.of("origin", "target")) {
      try (Connection admin = server.getPostgresDatabase().getConnection();
          Statement statement = admin.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
    }
  }

  @AfterContainer
  static void stop() throws Exception {
    server.close();
  }

  private static DatabaseAddress address(String name) {
    return new DatabaseAddress("localhost", server.getPort(), name, "postgres", "");
  }

  @Example
  void every_type_keeps_its_extremes() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      rows.add(
          PostgresTypes.ALL.stream()
              .map(type -> type.extremes().get(number % type.extremes().size()))
              .collect(Collectors.joining(", ")));
    }
    roundTrip(PostgresTypes.ALL, rows, random);
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
    List<ColumnType> types = ColumnType.some(PostgresTypes.ALL, random);
    List<String> rows = ColumnType.rows(types, random);
    roundTrip(types, rows, random);
  }

  private static void roundTrip(List<ColumnType> types, List<String> rows, SplittableRandom random)
      throws Exception {
    // Given
    String table =
        IntStream.range(0, types.size())
            .mapToObj(i -> "c" + i + " " + types.get(i).name())
            .collect(
                Collectors.joining(
                    ",\n",
                    "CREATE TABLE public.t (",
                    ", made integer GENERATED ALWAYS AS (1 + 1) STORED);\n"));
    String columns =
        IntStream.range(0, types.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    String copy;
    String wanted;
    try (Session origin = DIALECT.open(address("origin"))) {
      origin.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      origin.run(PostgresTypes.OWN + table);
      for (String row : rows) {
        origin.run("INSERT INTO public.t (" + columns + ") VALUES (" + row + ")");
      }
      copy = copied(origin, columns);
      wanted = new PostgresDatabase(origin).fingerprint();
    }
    DumpBytes dump =
        DumpBytes.of(
            "-- PostgreSQL database dump\nSET client_encoding = 'UTF8';\n"
                + "SELECT pg_catalog.set_config('search_path', '', false);\n"
                + PostgresTypes.OWN
                + table
                + "COPY public.t ("
                + columns
                + ") FROM stdin;\n"
                + copy
                + "\\.\n\n-- PostgreSQL database dump complete\n");
    // When
    long token = TOKENS.incrementAndGet();
    ImportResult result =
        new DatabaseServer(DIALECT)
            .load(
                new ImportOrder(
                    address("target"),
                    new Claim("target", "r" + token, "import", 1, token),
                    dump,
                    dump.sha256(),
                    List.of(),
                    Owners.AS_DUMPED,
                    1 + random.nextInt(2000),
                    2),
                Stumbling.never());
    // Then
    try (Session target = DIALECT.open(address("target"))) {
      assertThat(sorted(copied(target, columns))).isEqualTo(sorted(copy));
    }
    assertThat(result.fingerprint()).isEqualTo(wanted);
    assertThat(result.rows()).containsEntry("public.t", (long) rows.size());
  }

  private static String copied(Session session, String columns) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    session
        .jdbc()
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("COPY public.t (" + columns + ") TO STDOUT", out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<String> sorted(String lines) {
    return Arrays.stream(lines.split("\n", -1)).sorted().toList();
  }
}
