package dev.rekindle.system;

import dev.rekindle.system.stack.SandboxDescription;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** The coordinator's database, and what its administrator can do to it. */
final class JournalDatabase {

  private static final List<String> TABLES =
      List.of("restore", "restore_event", "stage_progress", "outbox_message", "inbox_message");

  private final SandboxDescription sandbox;

  JournalDatabase(SandboxDescription sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * Every write fails with the error of a full disk until {@link #space}. What the coordinator sees
   * is the same; a real full disk would need an administrator.
   */
  void full() {
    execute(
        """
        create or replace function disk_full() returns trigger language plpgsql as $$
        begin
          raise exception 'could not extend file: No space left on device' using errcode = '53100';
        end $$
        """);
    TABLES.forEach(table ->
        execute(
            "create trigger disk_full before insert or update or delete on "
                + table
                + " for each statement execute function disk_full()"));
  }

  void space() {
    TABLES.forEach(table -> execute("drop trigger if exists disk_full on " + table));
  }

  /**
   * From its sessions' next start on, the database's clock may be moved by {@link #clock}: a name
   * without a schema is looked up in {@code moved} before it is in the catalogue.
   */
  void makeClockMovable() {
    execute("create schema if not exists moved");
    clock(Duration.ZERO);
    execute(
        "do $$ begin execute format('alter database %I set search_path = public, moved, pg_catalog',"
            + " current_database()); end $$");
  }

  /** Moves the clock against that of all other processes. */
  void clock(Duration ahead) {
    execute(
        """
        create or replace function moved.clock_timestamp() returns timestamptz language sql volatile
        as $$ select pg_catalog.clock_timestamp() + interval '%d seconds' $$
        """
            .formatted(ahead.toSeconds()));
  }

  private void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                sandbox.journalUrl(), sandbox.journalUser(), sandbox.journalPassword());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
