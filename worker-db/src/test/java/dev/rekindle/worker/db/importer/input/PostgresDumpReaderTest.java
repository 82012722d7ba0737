package dev.rekindle.worker.db.importer.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresDumpReaderTest {

  private static final String HEAD =
      """
      --
      -- PostgreSQL database dump
      --

      \\restrict abcDEF123

      -- Dumped from database version 15.18
      -- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

      SET client_encoding = 'UTF8';
      """;
  private static final String TAIL =
      "--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict abcDEF123\n\n";

  static List<PostgresPiece> read(String dump, int chunk) throws Exception {
    PostgresDumpReader reader =
        new PostgresDumpReader(
            new ByteArrayInputStream(dump.getBytes(StandardCharsets.ISO_8859_1)), chunk, "");
    List<PostgresPiece> pieces = new ArrayList<>();
    for (PostgresPiece piece = reader.next(); piece != null; piece = reader.next()) {
      pieces.add(piece);
    }
    return pieces;
  }

  private static List<String> statements(String body) throws Exception {
    return read(HEAD + body + TAIL, 1000).stream()
        .skip(1)
        .map(piece -> ((PostgresPiece.Statement) piece).text().text())
        .toList();
  }

  /** As pg_dump 15 writes a database that was restored once. */
  private static final String LEDGER =
      """
      CREATE SCHEMA rekindle;
      ALTER SCHEMA rekindle OWNER TO zync;
      GRANT USAGE ON SCHEMA rekindle TO other;
      CREATE TABLE rekindle.fence (
          target character varying(64) NOT NULL
      );
      ALTER TABLE rekindle.fence OWNER TO zync;
      COPY rekindle.fence (target) FROM stdin;
      zync_production
      zync;
      \\.
      INSERT INTO rekindle.fence VALUES ('x;y');
      ALTER TABLE ONLY rekindle.fence
          ADD CONSTRAINT fence_pkey PRIMARY KEY (target);
      CREATE UNIQUE INDEX i ON rekindle.fence USING btree (target);
      GRANT SELECT,INSERT ON TABLE rekindle.fence TO other;
      """;

  @Test
  void the_ledger_of_an_earlier_import_is_passed_over() throws Exception {
    String others =
        """
        CREATE TABLE public.rekindle (a text DEFAULT 'rekindle.fence');
        CREATE FUNCTION public.f() RETURNS text AS $$ SELECT 'COPY rekindle.fence' $$ LANGUAGE sql;
        INSERT INTO public.rekindle VALUES ('CREATE SCHEMA rekindle');
        COMMENT ON TABLE public.rekindle IS 'GRANT ON SCHEMA rekindle';
        ALTER TABLE ONLY public.t ADD CONSTRAINT k CHECK (a <> 'rekindle.fence');
        CREATE TABLE rekindled.fence (a text);
        """;

    assertThat(statements(LEDGER + others + LEDGER)).isEqualTo(statements(others)).hasSize(6);
  }

  @Test
  void the_ledger_is_passed_over_where_an_old_dump_names_it_by_the_path_alone() throws Exception {
    String dump =
        """
        SET search_path = public, pg_catalog;
        CREATE TABLE fence (a text);
        SET search_path = rekindle, pg_catalog;
        CREATE TABLE fence (target text);
        COPY fence (target) FROM stdin;
        x
        \\.
        SET search_path = public, pg_catalog;
        CREATE INDEX i ON fence USING btree (a);
        """;

    assertThat(statements(dump))
        .containsExactly(
            "SET search_path = public, pg_catalog",
            "CREATE TABLE fence (a text)",
            "SET search_path = public, pg_catalog",
            "CREATE INDEX i ON fence USING btree (a)");
  }

  @Test
  void a_copy_block_comes_in_parts_split_between_rows() throws Exception {
    // Given
    String copy =
        "COPY public.\"T\" (a, b) FROM stdin;\n1\tx\\n\n2\t\\.\n\\.\n\nSELECT pg_catalog.setval('s', 2, true);\n";
    // When
    List<PostgresPiece> pieces = read(HEAD + copy + TAIL, 1);
    // Then
    assertThat(pieces).hasSize(4);
    PostgresPiece.CopyRows first = (PostgresPiece.CopyRows) pieces.get(1);
    PostgresPiece.CopyRows second = (PostgresPiece.CopyRows) pieces.get(2);
    assertThat(first.table()).isEqualTo("public.\"T\"");
    assertThat(first.lines().text()).isEqualTo("1\tx\\n\n");
    assertThat(second.lines().text()).isEqualTo("2\t\\.\n");
    assertThat(((PostgresPiece.Statement) pieces.get(3)).kind())
        .isEqualTo(PostgresStatementKind.SCHEMA);
  }

  @Test
  void semicolons_within_bodies_do_not_end_a_statement() throws Exception {
    // Given
    String dollar =
        "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $_$ BEGIN; ' $x$ END; $_$";
    String atomic =
        "CREATE FUNCTION public.g() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END";
    String rule = "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)";
    String escaped = "COMMENT ON TABLE t IS E'a\\';b''\\';'";
    // When
    List<String> statements =
        statements(String.join(";\n", List.of(dollar, atomic, rule, escaped)) + ";\n");
    // Then
    assertThat(statements).containsExactly(dollar, atomic, rule, escaped);
  }

  @Test
  void what_is_damaged_is_refused_with_its_reason() {
    assertRefused(HEAD + "SELECT 1;\n", ProblemCode.ARTIFACT_TRUNCATED);
    assertRefused(HEAD + "COPY t FROM stdin;\n1\n", ProblemCode.ARTIFACT_TRUNCATED);
    assertRefused((HEAD + TAIL).replace("\n", "\r\n"), ProblemCode.ARTIFACT_CORRUPT);
    assertRefused(HEAD + "COPY t FROM stdin;\n1\r\n\\.\n" + TAIL, ProblemCode.ARTIFACT_CORRUPT);
    assertRefused("-- MySQL dump 10.13\n", ProblemCode.ARTIFACT_CORRUPT);
    assertRefused("-- PostgreSQL database cluster dump\n", ProblemCode.ARTIFACT_TRUNCATED);
    assertRefused("PGDMP\u0001\u000f\u0000", ProblemCode.ARTIFACT_UNSUPPORTED);
    assertRefused((HEAD + TAIL).replace("UTF8", "LATIN1"), ProblemCode.ARTIFACT_UNSUPPORTED);
    assertRefused(HEAD + "\\i x\n" + TAIL, ProblemCode.ARTIFACT_UNSUPPORTED);
  }

  /** As pg_dumpall -c --if-exists writes it. */
  private static String cluster(String... databases) {
    StringBuilder dump =
        new StringBuilder(
            """
            --
            -- PostgreSQL database cluster dump
            --

            \\restrict abc
            SET default_transaction_read_only = off;
            DROP DATABASE IF EXISTS zync;
            CREATE ROLE zync;
            ALTER ROLE zync WITH LOGIN PASSWORD 'md5secret';
            \\unrestrict abc

            \\connect template1

            """);
    dump.append(HEAD).append("CREATE TABLE public.of_template (a int);\n").append(TAIL);
    for (String database : databases) {
      dump.append("--\n-- Database \"x\" dump\n--\n\n").append(HEAD);
      dump.append("CREATE DATABASE ").append(database).append(";\n");
      dump.append("\\connect ").append(database).append("\n\n");
      dump.append("SET client_encoding = 'UTF8';\n");
      dump.append("CREATE TABLE public.t (a int);\nCOPY public.t (a) FROM stdin;\n");
      dump.append(database.length()).append("\n\\.\n").append(TAIL);
    }
    return dump + "--\n-- PostgreSQL database cluster dump complete\n--\n\n";
  }

  private static List<String> tables(String dump, String only) throws Exception {
    PostgresDumpReader reader =
        new PostgresDumpReader(
            new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)), 1000, only);
    List<String> texts = new ArrayList<>();
    for (PostgresPiece piece = reader.next(); piece != null; piece = reader.next()) {
      texts.add(
          switch (piece) {
            case PostgresPiece.Statement s -> s.text().beginning(60);
            case PostgresPiece.CopyRows rows -> rows.lines().text();
            case PostgresPiece.LargeObject bytes -> bytes.literal();
          });
    }
    return texts;
  }

  @Test
  void of_a_cluster_the_only_database_is_read_and_nothing_of_the_server() throws Exception {
    assertThat(tables(cluster("zync"), ""))
        .containsExactly("SET client_encoding = 'UTF8'", "CREATE TABLE public.t (a int)", "4\n");
  }

  @Test
  void of_several_databases_the_named_one_is_read() throws Exception {
    assertThat(tables(cluster("zync", "\"wei\"\"rd\"", "more"), "more")).contains("4\n").hasSize(3);
    assertThat(tables(cluster("zync", "\"wei\"\"rd\"", "more"), "wei\"rd")).contains("9\n");
    assertThat(
            tables(
                cluster("a")
                    .replace("\\connect a", "\\connect -reuse-previous=on \"dbname='b\\'c'\""),
                "b'c"))
        .contains("1\n");
  }

  @Test
  void several_databases_without_a_name_and_a_name_that_is_not_there_are_refused() {
    assertThatThrownBy(() -> tables(cluster("zync", "more"), ""))
        .isInstanceOf(DumpRefused.class)
        .hasMessageContaining("more, zync")
        .hasMessageContaining("source");
    assertThatThrownBy(() -> tables(cluster("zync", "more"), "other"))
        .isInstanceOf(DumpRefused.class)
        .hasMessageContaining("no database other")
        .hasMessageContaining("more, zync");
  }

  @Test
  void a_cluster_that_was_cut_between_two_databases_is_truncated() {
    String whole = cluster("zync", "more");
    assertThatThrownBy(
            () -> tables(whole.substring(0, whole.indexOf("CREATE DATABASE more")), "zync"))
        .isInstanceOfSatisfying(
            DumpRefused.class,
            refused -> assertThat(refused.code()).isEqualTo(ProblemCode.ARTIFACT_TRUNCATED));
  }

  @Test
  void bytes_of_large_objects_know_their_places() throws Exception {
    List<PostgresPiece> pieces =
        read(
            HEAD
                + "SELECT pg_catalog.lo_create('16400');\nBEGIN;\n"
                + "SELECT pg_catalog.lo_open('16400', 131072);\n"
                + "SELECT pg_catalog.lowrite(0, '\\x00ff10');\n"
                + "SELECT pg_catalog.lowrite(0, '\\x41');\n"
                + "SELECT pg_catalog.lo_close(0);\nCOMMIT;\n"
                + TAIL,
            1000);
    assertThat(pieces.stream().filter(PostgresPiece.LargeObject.class::isInstance))
        .extracting(piece -> {
          PostgresPiece.LargeObject bytes = (PostgresPiece.LargeObject) piece;
          return bytes.object() + " " + bytes.place() + " " + bytes.literal();
        })
        .containsExactly("16400 0 '\\x00ff10'", "16400 3 '\\x41'");
  }

  private static void assertRefused(String dump, ProblemCode code) {
    assertThatThrownBy(() -> read(dump, 1000))
        .isInstanceOfSatisfying(
            DumpRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
