package dev.rekindle.worker.db.mysql;

import dev.rekindle.worker.db.database.DatabaseAddress;
import dev.rekindle.worker.db.dump.RawBytes;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Connection;
import org.mariadb.jdbc.client.Completion;
import org.mariadb.jdbc.message.server.OkPacket;

/** One connection, in autocommit mode; transactions are begun and ended by statements. */
final class MySqlSession implements AutoCloseable {

  private final Connection connection;

  private MySqlSession(Connection connection) {
    this.connection = connection;
  }

  /** Logs in without selecting a database. */
  static MySqlSession open(DatabaseAddress address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("tcpKeepAlive", "true");
    // A server must not be able to ask this process for its files.
    properties.setProperty("allowLocalInfile", "false");
    properties.setProperty("allowPublicKeyRetrieval", "true");
    String url = "jdbc:mariadb://" + address.host() + ":" + address.port() + "/";
    MySqlSession session =
        new MySqlSession(DriverManager.getConnection(url, properties).unwrap(Connection.class));
    session.execute("SET NAMES utf8mb4");
    return session;
  }

  Connection jdbc() {
    return connection;
  }

  /** What a raw statement did. */
  record Effect(long affected, int warnings) {}

  /** Sends bytes as they are. */
  Effect raw(RawBytes... parts) throws SQLException {
    List<Completion> completions = connection.getClient().execute(RawStatement.of(parts), false);
    long affected = 0;
    for (Completion completion : completions) {
      if (completion instanceof OkPacket ok) {
        affected += ok.getAffectedRows();
      }
    }
    return new Effect(affected, connection.getContext().getWarning());
  }

  /** Returns the rows matched or changed. */
  int execute(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments)) {
      return statement.execute() ? 0 : statement.getUpdateCount();
    }
  }

  /** The first column of the first row; null when there is no row or it is NULL. */
  @Nullable String text(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  long number(String sql, Object... arguments) throws SQLException {
    String text = text(sql, arguments);
    return text == null ? 0 : Long.parseLong(text);
  }

  /** All rows as texts, NULL as null. */
  List<List<@Nullable String>> table(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      List<List<@Nullable String>> all = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(rows.getString(i));
        }
        all.add(row);
      }
      return all;
    }
  }

  private PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }

  /** Streams rows: the result is fetched piece by piece. */
  Statement streaming() throws SQLException {
    Statement statement = connection.createStatement();
    statement.setFetchSize(200);
    return statement;
  }

  void rollbackQuietly() {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it.
    }
  }

  /** A name in backticks. */
  static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
