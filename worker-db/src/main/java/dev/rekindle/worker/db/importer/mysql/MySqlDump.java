package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.DumpResult;
import dev.rekindle.worker.db.importer.target.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a database in the shape of mysqldump, from one consistent snapshot: tables with rows, then
 * triggers and routines with their definers, views, events. Binary values are written as hex.
 */
public final class MySqlDump {

  private static final int STATEMENT_BYTES = 512 * 1024;
  private static final DateTimeFormatter TRAILER =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Session session;
  private final DatabaseAddress address;
  private final OutputStream out;
  private final LongConsumer rowsWritten;
  private final Map<String, Long> counts = new TreeMap<>();
  private long total;

  private MySqlDump(
      Session session, DatabaseAddress address, OutputStream out, LongConsumer rowsWritten) {
    this.session = session;
    this.address = address;
    this.out = out;
    this.rowsWritten = rowsWritten;
  }

  /**
   * Dumps.
   *
   * @param out takes the plain SQL text
   * @param rowsWritten hears how many rows were written so far; may throw to end the dump
   */
  public static DumpResult write(
      DatabaseAddress address, OutputStream out, LongConsumer rowsWritten) throws IOException {
    try (Session session = new MySqlDialect().open(address)) {
      return new MySqlDump(session, address, out, rowsWritten).work();
    } catch (SQLException e) {
      throw MySqlProblems.of("Dump of " + address, e);
    }
  }

  private DumpResult work() throws SQLException, IOException {
    MySqlDatabase content = new MySqlDatabase(session, address.database());
    if (!content.exists()) {
      throw DatabaseProblem.permanent(
          ProblemCode.OBJECT_MISSING, "There is no database " + address.database());
    }
    session.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    session.execute(
        "SET SESSION sql_mode = '', SESSION time_zone = '+00:00', SESSION net_write_timeout = 600");
    session.execute("USE " + MySqlDialect.quote(address.database()));
    session.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
    Instant captured = Instant.now();
    String version = String.valueOf(session.text("SELECT VERSION()"));
    header(version);
    for (String table : content.tables()) {
      table(table);
    }
    new MySqlProgramDump(session, address.database(), this::line).write();
    line("/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;");
    line("-- Dump completed on " + TRAILER.format(captured));
    return new DumpResult(captured, "rekindle mysql dump", version, counts);
  }

  private void header(String version) throws IOException {
    line("-- MySQL dump 10.13  Distrib rekindle, in the shape of mysqldump");
    line("--");
    line("-- Host: " + address.host() + "    Database: " + address.database());
    line("-- ------------------------------------------------------");
    line("-- Server version\t" + version);
    line("/*!40101 SET NAMES utf8mb4 */;");
    line("/*!40103 SET TIME_ZONE='+00:00' */;");
    line("/*!40014 SET UNIQUE_CHECKS=0, FOREIGN_KEY_CHECKS=0 */;");
    line("/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;");
  }

  private void line(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  private void table(String table) throws SQLException, IOException {
    String name = MySqlDialect.quote(table);
    line("DROP TABLE IF EXISTS " + name + ";");
    line(session.table("SHOW CREATE TABLE " + name).getFirst().get(1) + ";");
    List<MySqlColumn> columns = MySqlColumn.of(session, address.database(), table);
    String select =
        "SELECT " + String.join(", ", columns.stream().map(MySqlColumn::selected).toList());
    String head =
        "INSERT INTO "
            + name
            + " ("
            + String.join(", ", columns.stream().map(MySqlColumn::quoted).toList())
            + ") VALUES ";
    long rows = 0;
    try (Statement statement = streaming();
        ResultSet result = statement.executeQuery(select + " FROM " + name)) {
      long length = 0;
      while (result.next()) {
        length += row(rows == 0 || length == 0 ? head : ",", result, columns);
        rows++;
        rowsWritten.accept(++total);
        if (length > STATEMENT_BYTES) {
          line(";");
          length = 0;
        }
      }
      if (length > 0) {
        line(";");
      }
    }
    counts.put(table, rows);
  }

  /** The result is fetched piece by piece. */
  private Statement streaming() throws SQLException {
    Statement statement = session.jdbc().createStatement();
    statement.setFetchSize(200);
    return statement;
  }

  private long row(String before, ResultSet result, List<MySqlColumn> columns)
      throws SQLException, IOException {
    out.write(before.getBytes(StandardCharsets.UTF_8));
    out.write('(');
    long length = 2;
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      byte @Nullable [] value = columns.get(i).literal(result, i + 1);
      byte[] literal = value == null ? MySqlColumn.NULL : value;
      out.write(literal);
      length += literal.length + 1;
    }
    out.write(')');
    return length;
  }
}
