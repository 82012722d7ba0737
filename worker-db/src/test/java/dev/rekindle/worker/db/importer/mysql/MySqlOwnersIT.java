package dev.rekindle.worker.db.importer.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.ImportOrder;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.Programs;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.MariaDbServer;
import dev.rekindle.worker.db.testing.Stumbling;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user that may do everything with its database and nothing with the server. */
class MySqlOwnersIT {

  private static final MySqlDialect DIALECT = new MySqlDialect();
  private static final DatabaseServer IMPORTS = new DatabaseServer(DIALECT);

  @TempDir static Path folder;
  private static MariaDbServer server;
  private static DumpBytes dump;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDbServer.start(folder);
    try (Session root = DIALECT.open(server.address("mysql"))) {
      root.execute("CREATE USER 'boss'@'%' IDENTIFIED BY 'x'");
      root.execute("GRANT ALL ON *.* TO 'boss'@'%'");
      root.execute("CREATE DATABASE origin");
      root.execute("USE origin");
      root.execute("CREATE TABLE a (id INT PRIMARY KEY, b INT)");
      root.execute("INSERT INTO a VALUES (1, 1)");
      root.execute(
          "CREATE DEFINER='boss'@'%' TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 7");
      root.execute("CREATE DEFINER='boss'@'%' PROCEDURE p() SELECT 'DEFINER=`boss`@`%`'");
      root.execute("CREATE DEFINER='boss'@'%' VIEW v AS SELECT id FROM a");
      root.execute(
          "CREATE DEFINER='boss'@'%' EVENT e ON SCHEDULE EVERY 1 YEAR DO DELETE FROM a WHERE id > 9");
      dump = DumpBytes.of(server.dump("origin", "--routines", "--triggers", "--events"));
      root.execute("DROP DATABASE origin");
      root.execute("DROP USER 'boss'@'%'");
      root.execute("CREATE USER 'plain'@'localhost' IDENTIFIED BY 'plain'");
      for (String database : List.of("kept", "own", "rekindle")) {
        root.execute("GRANT ALL ON " + database + ".* TO 'plain'@'localhost'");
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static DatabaseAddress plain(String database) {
    DatabaseAddress root = server.address(database);
    return new DatabaseAddress(root.host(), root.port(), database, "plain", "plain");
  }

  private static ImportOrder order(String database, Owners owners) {
    return new ImportOrder(
        plain(database),
        new Claim(database, "r1", "import", 1, 1),
        dump,
        dump.sha256(),
        List.of(),
        owners,
        200,
        2);
  }

  @Test
  void names_in_advance_what_this_user_may_not_do_and_who_is_unknown() {
    // Given
    DumpSurvey survey = IMPORTS.survey(dump, stream -> {});
    assertThat(survey.definers()).containsExactly("boss@%");
    Programs kept = new Programs(survey.definers(), survey.programs().keySet());

    // When
    Programs.Obstacles obstacles = IMPORTS.obstacles(plain("kept"), kept);

    // Then
    assertThat(obstacles.missingRights()).singleElement().asString().contains("boss@%", "SET USER");
    assertThat(IMPORTS.obstacles(server.address("kept"), kept))
        .isEqualTo(new Programs.Obstacles(List.of(), List.of("boss@%")));
    assertThat(IMPORTS.obstacles(plain("own"), new Programs(Set.of(), kept.kinds())))
        .isEqualTo(Programs.Obstacles.NONE);
  }

  @Test
  void refuses_to_make_what_runs_as_somebody_else() {
    assertThatThrownBy(() -> IMPORTS.load(order("kept", Owners.AS_DUMPED), Stumbling.never()))
        .isInstanceOfSatisfying(
            DatabaseProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.PERMISSION_MISSING));
  }

  @Test
  void makes_everything_its_own_when_told_to() throws Exception {
    // When
    IMPORTS.load(order("own", Owners.IMPORTER), Stumbling.never());

    // Then
    try (Session plain = DIALECT.open(plain("own"))) {
      plain.execute("INSERT INTO own.a (id) VALUES (2)");
      assertThat(plain.text("SELECT b FROM own.a WHERE id = 2")).isEqualTo("7");
      assertThat(plain.text("SELECT COUNT(*) FROM own.v")).isEqualTo("2");
      assertThat(plain.text("CALL own.p()")).isEqualTo("DEFINER=`boss`@`%`");
    }
    try (Session root = DIALECT.open(server.address("mysql"))) {
      for (String kind : List.of("triggers", "routines", "views", "events")) {
        assertThat(
                root.column(
                    "SELECT definer FROM information_schema."
                        + kind
                        + " WHERE '"
                        + "own' IN ("
                        + schemaOf(kind)
                        + ")"))
            .as(kind)
            .containsExactly("plain@localhost");
      }
    }
  }

  private static String schemaOf(String kind) {
    return switch (kind) {
      case "views" -> "table_schema";
      default -> kind.substring(0, kind.length() - 1) + "_schema";
    };
  }
}
