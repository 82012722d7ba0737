package dev.rekindle.worker.db.importer.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MySqlDumpReaderTest {

  private static final String HEAD =
      """
      /*M!999999\\- enable the sandbox mode */
      -- MariaDB dump 10.19-11.4.5-MariaDB, for debian-linux-gnu (x86_64)
      --
      -- Host: localhost    Database: system
      -- ------------------------------------------------------
      -- Server version\t11.4.5-MariaDB

      /*!40101 SET NAMES utf8mb4 */;
      """;
  private static final String TAIL = "-- Dump completed on 2024-05-01  3:07:09\n";

  static List<MySqlPiece> read(String dump, int chunk) throws Exception {
    MySqlDumpReader reader = reader(dump, chunk);
    List<MySqlPiece> pieces = new ArrayList<>();
    for (MySqlPiece piece = reader.next(); piece != null; piece = reader.next()) {
      pieces.add(piece);
    }
    return pieces;
  }

  private static MySqlDumpReader reader(String dump, int chunk) {
    return new MySqlDumpReader(
        new ByteArrayInputStream(dump.getBytes(StandardCharsets.ISO_8859_1)), chunk);
  }

  private static List<MySqlStatementKind> kinds(String body) throws Exception {
    return read(HEAD + body + TAIL, 1000).stream()
        .skip(1)
        .map(piece -> ((MySqlPiece.Statement) piece).kind())
        .toList();
  }

  @Test
  void header_and_trailer_tell_where_the_dump_comes_from() throws Exception {
    // Given
    MySqlDumpReader reader = reader(HEAD + TAIL, 1000);
    // When
    while (reader.next() != null) {}
    // Then
    assertThat(reader.header())
        .isEqualTo(
            new DumpHeader(
                "MariaDB dump 10.19-11.4.5-MariaDB, for debian-linux-gnu (x86_64)",
                "11.4.5-MariaDB",
                "system",
                "utf8mb4"));
    assertThat(reader.completedAt()).isEqualTo(Instant.parse("2024-05-01T03:07:09Z"));
  }

  @Test
  void a_long_insert_is_split_between_rows() throws Exception {
    // Given
    String insert =
        "INSERT INTO `a``b` (`x`,`values`) VALUES (1,'it''s; (ok)\\'),'),\n(2,NULL),(3,'');\n";
    // When
    List<MySqlPiece> pieces = read(HEAD + insert + TAIL, 10);
    // Then
    assertThat(pieces).hasSize(3);
    MySqlPiece.Rows first = (MySqlPiece.Rows) pieces.get(1);
    MySqlPiece.Rows second = (MySqlPiece.Rows) pieces.get(2);
    assertThat(first.table()).isEqualTo("a`b");
    assertThat(first.head().text()).isEqualTo("INSERT INTO `a``b` (`x`,`values`) VALUES");
    assertThat(first.tuples().text()).isEqualTo("(1,'it''s; (ok)\\'),')");
    assertThat(second.tuples().text()).isEqualTo("(2,NULL),(3,'')");
    assertThat(second.rows()).isEqualTo(2);
    assertThat(second.from()).isEqualTo(first.to());
  }

  @Test
  void raw_bytes_stay_bytes() throws Exception {
    // Given
    StringBuilder blob = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      blob.append(c == '\'' || c == '\\' ? "\\" + c : String.valueOf(c));
    }
    // When
    List<MySqlPiece> pieces =
        read(HEAD + "INSERT INTO `t` VALUES (_binary '" + blob + "');\n" + TAIL, 1000);
    // Then
    assertThat(((MySqlPiece.Rows) pieces.get(1)).tuples().beginning(1000))
        .isEqualTo("(_binary '" + blob + "')");
  }

  @Test
  void delimiter_sections_keep_the_bodies_of_triggers_whole() throws Exception {
    // Given
    String trigger =
        "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER `x`"
            + " BEFORE INSERT ON `t` FOR EACH ROW BEGIN -- don't; stop\n SET NEW.a = 1; END */;;\n"
            + "DELIMITER ;\n/*!50003 SET sql_mode = @saved_sql_mode */ ;\n";
    // When
    List<MySqlPiece> pieces = read(HEAD + trigger + TAIL, 1000);
    // Then
    assertThat(pieces).hasSize(3);
    MySqlPiece.Statement statement = (MySqlPiece.Statement) pieces.get(1);
    assertThat(statement.kind()).isEqualTo(MySqlStatementKind.PROGRAM);
    assertThat(statement.text().text()).endsWith("SET NEW.a = 1; END */");
  }

  @Test
  void statements_are_told_apart_by_their_first_words() throws Exception {
    assertThat(
            kinds(
                "LOCK TABLES `a` WRITE;\n/*!40000 ALTER TABLE `a` DISABLE KEYS */;\nset autocommit=0;\ncommit;\n"))
        .containsOnly(MySqlStatementKind.CONTROL);
    assertThat(
            kinds(
                "SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'x:1';\nSET @@SESSION.SQL_LOG_BIN= 0;\n"))
        .containsOnly(MySqlStatementKind.SERVER);
    assertThat(kinds("CREATE DATABASE /*!32312 IF NOT EXISTS*/ `s`;\nUSE `s`;\n"))
        .containsOnly(MySqlStatementKind.DATABASE);
    assertThat(kinds("DROP TABLE IF EXISTS `a`;\nCREATE TABLE `a` (`b` int);\n"))
        .containsOnly(MySqlStatementKind.TABLE);
    assertThat(
            kinds(
                "/*!50001 DROP VIEW IF EXISTS `v`*/;\n/*!50001 CREATE ALGORITHM=UNDEFINED */\n"
                    + "/*!50013 DEFINER=`root`@`%` SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select 1 */;\n"
                    + "CREATE DEFINER=`a b`@`%` PROCEDURE `p`() SELECT 1;\n"))
        .startsWith(MySqlStatementKind.PROGRAM, MySqlStatementKind.PROGRAM);
    assertThat(kinds("GRANT ALL ON *.* TO x;\n")).containsOnly(MySqlStatementKind.UNKNOWN);
  }

  @Test
  void what_is_damaged_is_refused_with_its_reason() {
    assertRefused(HEAD + "INSERT INTO `t` VALUES (1);\n", ProblemCode.ARTIFACT_TRUNCATED);
    assertRefused(HEAD + "INSERT INTO `t` VALUES (1),(2", ProblemCode.ARTIFACT_TRUNCATED);
    assertRefused(HEAD + "INSERT INTO `t` VALUES (1) (2);" + TAIL, ProblemCode.ARTIFACT_CORRUPT);
    assertRefused((HEAD + TAIL).replace("\n", "\r\n"), ProblemCode.ARTIFACT_CORRUPT);
    assertRefused("--\n-- PostgreSQL database dump\n--\n", ProblemCode.ARTIFACT_CORRUPT);
    assertRefused("", ProblemCode.ARTIFACT_CORRUPT);
    assertRefused((HEAD + TAIL).replace("utf8mb4", "sjis"), ProblemCode.ARTIFACT_UNSUPPORTED);
  }

  private static void assertRefused(String dump, ProblemCode code) {
    assertThatThrownBy(() -> read(dump, 1000))
        .isInstanceOfSatisfying(
            DumpRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static List<String> rowsOf(String body, String only) throws Exception {
    MySqlDumpReader reader =
        new MySqlDumpReader(
            new ByteArrayInputStream((HEAD + body + TAIL).getBytes(StandardCharsets.UTF_8)),
            1000,
            only);
    List<String> rows = new ArrayList<>();
    for (MySqlPiece piece = reader.next(); piece != null; piece = reader.next()) {
      if (piece instanceof MySqlPiece.Rows r) {
        rows.add(r.tuples().text());
      }
    }
    return rows;
  }

  /** As mysqldump --databases writes it: views come in sections at the end. */
  private static final String SEVERAL =
      """
      CREATE DATABASE /*!32312 IF NOT EXISTS*/ `mysql`;
      USE `mysql`;
      INSERT INTO `t` VALUES (0);
      CREATE DATABASE /*!32312 IF NOT EXISTS*/ `a`;
      USE `a`;
      INSERT INTO `t` VALUES (1);
      CREATE DATABASE `b``c`;
      USE `b``c`;
      INSERT INTO `t` VALUES (2);
      USE `a`;
      INSERT INTO `t` VALUES (3);
      """;

  @Test
  void of_several_databases_the_named_one_is_read() throws Exception {
    assertThat(rowsOf(SEVERAL, "a")).containsExactly("(1)", "(3)");
    assertThat(rowsOf(SEVERAL, "b`c")).containsExactly("(2)");
    assertThat(rowsOf(SEVERAL, "mysql")).containsExactly("(0)");
    assertThat(rowsOf(SEVERAL.replaceAll("(?s)CREATE DATABASE `b.*USE `a`", "USE `a`"), ""))
        .containsExactly("(1)", "(3)");
  }

  @Test
  void several_databases_without_a_name_and_a_name_that_is_not_there_are_refused() {
    assertThatThrownBy(() -> rowsOf(SEVERAL, ""))
        .isInstanceOf(DumpRefused.class)
        .hasMessageContaining("a, b`c")
        .hasMessageContaining("source");
    assertThatThrownBy(() -> rowsOf(SEVERAL, "other"))
        .isInstanceOf(DumpRefused.class)
        .hasMessageContaining("no database other");
  }
}
