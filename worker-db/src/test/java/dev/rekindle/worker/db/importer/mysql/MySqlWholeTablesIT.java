package dev.rekindle.worker.db.importer.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.ImportOrder;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.ImportWatch;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.MariaDbServer;
import dev.rekindle.worker.db.testing.Stumbling;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of engines that cannot roll back what an interrupted import has stored. */
class MySqlWholeTablesIT {

  private static final MySqlDialect DIALECT = new MySqlDialect();
  private static final DatabaseServer IMPORTS = new DatabaseServer(DIALECT);
  private static final int CHUNK_BYTES = 400;

  @TempDir static Path folder;
  private static MariaDbServer server;
  private static DumpBytes dump;
  private static String wanted;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDbServer.start(folder);
    try (Session session = DIALECT.open(server.address("origin"))) {
      session.execute("CREATE DATABASE origin");
      session.execute("USE origin");
      session.execute("CREATE TABLE a_rolls_back (a INT, b VARCHAR(40)) ENGINE=InnoDB");
      session.execute("CREATE TABLE b_isam (a INT, b VARCHAR(40), KEY (b)) ENGINE=MyISAM");
      session.execute("CREATE TABLE c_aria (a INT, b VARCHAR(40)) ENGINE=Aria");
      session.execute("CREATE TABLE d_memory (a INT, b VARCHAR(40)) ENGINE=MEMORY");
      session.execute("CREATE TABLE e_empty (a INT) ENGINE=MyISAM");
      session.execute("CREATE TABLE f_rolls_back (a INT, b VARCHAR(40)) ENGINE=InnoDB");
      for (String table : List.of("a_rolls_back", "b_isam", "c_aria", "d_memory", "f_rolls_back")) {
        // Every row is there twice, and no table has a key that would tell them apart.
        session.execute(
            "INSERT INTO " + table + " SELECT seq DIV 2, 'some words' FROM seq_1_to_90");
      }
    }
    dump = DumpBytes.of(server.dump("origin"));
    wanted = fingerprint("origin");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void are_loaded_with_all_others() throws Exception {
    // When
    var result = IMPORTS.load(order("all", dump, 1), Stumbling.never());

    // Then
    assertThat(result.fingerprint()).isEqualTo(wanted);
    assertThat(result.rows()).containsEntry("b_isam", 90L).containsEntry("d_memory", 90L);
    try (Session session = DIALECT.open(server.address("all"))) {
      assertThat(
              session.column(
                  "SELECT CONCAT(subject, ' ', row_count) FROM rekindle.import_chunk"
                      + " WHERE target = 'all' AND subject IN ('b_isam', 'c_aria', 'd_memory')"
                      + " ORDER BY 1"))
          .containsExactly("b_isam 90", "c_aria 90", "d_memory 90");
    }
  }

  @Test
  void hold_no_row_twice_wherever_an_import_ended() throws Exception {
    int resumed = 0;
    for (int steps = 1; ; steps++) {
      // Given
      String database = "ended" + steps;
      try {
        IMPORTS.load(order(database, dump, 1), after(steps));
        break;
      } catch (Stumbling.Stumble expected) {
        resumed++;
      }

      // When
      var result = IMPORTS.load(order(database, dump, 2), Stumbling.never());

      // Then
      assertThat(result.fingerprint()).as("ended after %d steps", steps).isEqualTo(wanted);
    }
    assertThat(resumed).isGreaterThan(30);
  }

  @Test
  void whose_rows_stand_in_two_places_are_refused() throws Exception {
    // Given
    String rows = "INSERT INTO `b_isam` VALUES (1,'once');\n";
    String text = new String(server.dump("origin"), StandardCharsets.UTF_8);
    int end = text.indexOf("DROP TABLE IF EXISTS `d_memory`");
    DumpBytes scattered =
        DumpBytes.of(
            (text.substring(0, end) + rows + text.substring(end)).getBytes(StandardCharsets.UTF_8));

    // When, then
    assertThatThrownBy(() -> IMPORTS.load(order("two", scattered, 1), Stumbling.never()))
        .isInstanceOfSatisfying(
            DatabaseProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.ARTIFACT_UNSUPPORTED))
        .hasMessageContaining("b_isam");
  }

  /** Ends an import when it looks at its watch for the n-th time. */
  private static ImportWatch after(int steps) {
    return new ImportWatch() {
      private int left = steps;

      @Override
      public void at(String step, DumpStream stream) {
        if (step.equals("loading") && --left == 0) {
          throw new Stumbling.Stumble();
        }
      }
    };
  }

  private static String fingerprint(String database) throws Exception {
    try (Session session = DIALECT.open(server.address(database))) {
      return new MySqlDatabase(session, database).fingerprint();
    }
  }

  private static ImportOrder order(String database, DumpBytes source, long token) {
    return new ImportOrder(
        server.address(database),
        new Claim(database, "r1", "import", (int) token, token),
        source,
        source.sha256(),
        List.of(),
        Owners.AS_DUMPED,
        CHUNK_BYTES,
        2);
  }
}
