package dev.rekindle.sandbox.fingerprint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads zync's database: rows, definitions, sequences, functions, triggers. */
final class PostgresReading {

  private static final String IN_PUBLIC =
      " JOIN pg_namespace n ON n.oid = %s AND n.nspname = 'public' ";

  private PostgresReading() {}

  static SortedMap<String, String> read(Connection connection, SortedMap<String, String> bounds)
      throws SQLException {
    SortedMap<String, String> items = new TreeMap<>();
    TableReader reader = new TableReader(connection, bounds, items);
    for (String table :
        reader.list("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
      boolean hasId =
          !reader
              .list(
                  "SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND"
                      + " column_name = 'id' AND table_name = '"
                      + table
                      + "'")
              .isEmpty();
      reader.table(table, "public." + table, "*", hasId);
    }
    definitions(reader);
    for (String sequence :
        reader.list("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")) {
      items.put(
          "sequence " + sequence,
          reader.single("SELECT last_value || ' ' || is_called FROM public." + sequence));
    }
    return items;
  }

  private static void definitions(TableReader reader) throws SQLException {
    reader.digests(
        "columns of ",
        "SELECT table_name, string_agg(concat_ws(' ', column_name, udt_name, is_nullable,"
            + " column_default), ',' ORDER BY ordinal_position) FROM information_schema.columns"
            + " WHERE table_schema = 'public' GROUP BY table_name");
    reader.digests(
        "constraint ",
        "SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(c.oid) FROM"
            + " pg_constraint c"
            + IN_PUBLIC.formatted("c.connamespace"));
    reader.digests(
        "index ", "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'");
    reader.digests(
        "function ",
        "SELECT proname, pg_get_functiondef(p.oid) FROM pg_proc p"
            + IN_PUBLIC.formatted("p.pronamespace"));
    reader.digests(
        "trigger ",
        "SELECT tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid ="
            + " t.tgrelid"
            + IN_PUBLIC.formatted("c.relnamespace")
            + "WHERE NOT tgisinternal");
    reader.digests(
        "enum ",
        "SELECT typname, string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum e JOIN"
            + " pg_type t ON t.oid = e.enumtypid"
            + IN_PUBLIC.formatted("t.typnamespace")
            + "GROUP BY typname");
  }
}
