package dev.rekindle.worker.db.importer.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in a dump: no hang, no crash, and nothing is executed that it does not say. */
class DumpReaderPropertyTest {

  @Property(tries = 2000)
  void mysql_pieces_are_the_dump(@ForAll("mysql") String body, @ForAll("chunk") int chunk)
      throws IOException {
    String dump = "-- MySQL dump 10\n" + body + "\n-- Dump completed\n";
    MySqlDumpReader reader = new MySqlDumpReader(stream(dump), chunk);
    long end = 0;
    try {
      for (MySqlPiece piece = reader.next(); piece != null; piece = reader.next()) {
        assertThat(piece.from()).isGreaterThanOrEqualTo(end);
        assertThat(piece.to()).isGreaterThan(piece.from());
        String span = dump.substring((int) piece.from(), (int) piece.to());
        switch (piece) {
          case MySqlPiece.Statement s ->
              assertThat(span).startsWith(s.text().beginning(Integer.MAX_VALUE));
          case MySqlPiece.Rows rows -> {
            String squeezed = squeeze(span);
            assertThat(squeezed).contains(squeeze(rows.tuples().beginning(Integer.MAX_VALUE)));
            assertThat(dump).contains(rows.head().beginning(Integer.MAX_VALUE));
          }
        }
        end = piece.to();
      }
    } catch (DumpRefused expected) {
      assertThat(expected.offset()).isBetween(0L, (long) dump.length());
    }
  }

  @Property(tries = 2000)
  void postgres_pieces_are_the_dump(@ForAll("postgres") String body, @ForAll("chunk") int chunk)
      throws IOException {
    String dump =
        "-- PostgreSQL database dump\n" + body + "\n-- PostgreSQL database dump complete\n";
    PostgresDumpReader reader = new PostgresDumpReader(stream(dump), chunk, "");
    long end = 0;
    try {
      for (PostgresPiece piece = reader.next(); piece != null; piece = reader.next()) {
        assertThat(piece.from()).isGreaterThanOrEqualTo(end);
        String span = dump.substring((int) piece.from(), (int) piece.to());
        switch (piece) {
          case PostgresPiece.Statement s ->
              assertThat(span).isEqualTo(s.text().beginning(Integer.MAX_VALUE) + ";");
          case PostgresPiece.CopyRows rows ->
              assertThat(span).contains(rows.lines().beginning(Integer.MAX_VALUE));
          case PostgresPiece.LargeObject bytes ->
              assertThat(span).isEqualTo(bytes.text().beginning(Integer.MAX_VALUE) + ";");
        }
        end = piece.to();
      }
    } catch (DumpRefused expected) {
      assertThat(expected.offset()).isBetween(0L, (long) dump.length());
    }
  }

  /** Between tuples the reader drops white space and writes one comma. */
  private static String squeeze(String text) {
    return text.replaceAll("[ \\n\\r\\t]", "");
  }

  private static ByteArrayInputStream stream(String dump) {
    return new ByteArrayInputStream(dump.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Provide
  Arbitrary<Integer> chunk() {
    return Arbitraries.of(1, 7, 40, 100_000);
  }

  @Provide
  Arbitrary<String> mysql() {
    return soup(
        "INSERT INTO `t` VALUES ",
        "(1,'a')",
        "('\\\\',\"x\")",
        ",",
        ";",
        "\n",
        "'",
        "`",
        "\"",
        "\\",
        "/*",
        "*/",
        "/*!50003 ",
        "-- ",
        "#",
        "DELIMITER ;;\n",
        "DELIMITER ;\n",
        "\nDELIMITER $$\n",
        ";;",
        "$$",
        "(",
        ")",
        "CREATE TABLE `x` (a int)",
        "SET NAMES utf8mb4",
        " ",
        "\u00ff",
        "é",
        "REPLACE INTO x VALUES",
        "_binary '\\0'",
        "\r\n",
        "-- Dump completed\n",
        "\\'");
  }

  @Provide
  Arbitrary<String> postgres() {
    return soup(
        "COPY public.t (a) FROM stdin;\n",
        "1\tb\n",
        "\\.\n",
        ";",
        "\n",
        "'",
        "E'",
        "\"",
        "$$",
        "$a$",
        "$1",
        "/*",
        "*/",
        "--",
        "(",
        ")",
        "CREATE FUNCTION f() ",
        "BEGIN ATOMIC ",
        " END",
        " CASE ",
        "\\restrict x\n",
        "\\",
        "SET client_encoding = 'UTF8'",
        " ",
        "\u00ff",
        "\r",
        "SELECT 1");
  }

  private static Arbitrary<String> soup(String... ingredients) {
    return Arbitraries.of(List.of(ingredients)).list().ofMaxSize(40).map(l -> String.join("", l));
  }
}
