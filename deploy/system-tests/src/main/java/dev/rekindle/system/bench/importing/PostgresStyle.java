package dev.rekindle.system.bench.importing;

/** As pg_dump writes: tables, rows by COPY, then keys, indexes and foreign keys. */
final class PostgresStyle implements BenchDump.Style {

  @Override
  public String header() {
    StringBuilder text =
        new StringBuilder(
            """
            --
            -- PostgreSQL database dump
            --

            -- Dumped from database version 15.1
            -- Dumped by pg_dump version 15.1

            SET statement_timeout = 0;
            SET lock_timeout = 0;
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SELECT pg_catalog.set_config('search_path', '', false);
            SET check_function_bodies = false;
            SET client_min_messages = warning;
            SET default_tablespace = '';
            """);
    for (BenchTable table : BenchTable.ALL) {
      text.append(
          """
          CREATE TABLE public.%s (
              id bigint NOT NULL,
              owner bigint NOT NULL,
              kind integer NOT NULL,
              amount numeric(12,2) NOT NULL,
              moment timestamp without time zone NOT NULL,
              code character varying(40) NOT NULL,
              text text
          );
          """
              .formatted(table.name()));
    }
    return text.toString();
  }

  @Override
  public String beforeRows(BenchTable table) {
    return "COPY public.%s (id, owner, kind, amount, moment, code, text) FROM stdin;\n"
        .formatted(table.name());
  }

  @Override
  public String row(BenchTable.Row row, BenchTable table, long number) {
    return "%d\t%d\t%d\t%s\t%s\t%s\t%s\n"
        .formatted(
            row.id(), row.owner(), row.kind(), row.amount(), row.moment(), row.code(), row.text());
  }

  @Override
  public String afterRows(BenchTable table) {
    return "\\.\n\n";
  }

  @Override
  public String trailer() {
    StringBuilder text = new StringBuilder();
    for (BenchTable table : BenchTable.ALL) {
      text.append(
          "ALTER TABLE ONLY public.%1$s\n    ADD CONSTRAINT %1$s_pkey PRIMARY KEY (id);\n"
              .formatted(table.name()));
    }
    for (BenchTable table : BenchTable.ALL) {
      text.append(
          """
          CREATE UNIQUE INDEX %1$s_code ON public.%1$s USING btree (code, id);
          CREATE INDEX %1$s_kind_moment ON public.%1$s USING btree (kind, moment);
          CREATE INDEX %1$s_owner ON public.%1$s USING btree (owner);
          """
              .formatted(table.name()));
    }
    for (BenchTable table : BenchTable.ALL) {
      if (!table.parent().isEmpty()) {
        text.append(
            "ALTER TABLE ONLY public.%1$s\n    ADD CONSTRAINT %1$s_owner_fkey FOREIGN KEY (owner) REFERENCES public.%2$s(id);\n"
                .formatted(table.name(), table.parent()));
      }
    }
    return text + "--\n-- PostgreSQL database dump complete\n--\n";
  }
}
