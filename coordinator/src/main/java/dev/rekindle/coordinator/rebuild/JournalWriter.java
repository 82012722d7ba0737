package dev.rekindle.coordinator.rebuild;

import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestoreState;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** Writes histories into an empty journal, all of them or none. */
final class JournalWriter {

  private static final String RESTORE =
      """
      insert into restore (restore_id, seq, cluster, namespace, application, plan, store, backup_set, mode,
        status, is_open, requested_by, reason, started_at, ended_at, next_wake_up)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String EVENT =
      "insert into restore_event (restore_id, seq, type, body, recorded_at, chain)"
          + " values (?, ?, ?, ?, ?, ?)";

  private final Address address;

  /** Where the new database is. {@code toString} shows no password. */
  record Address(String url, String user, String password) {
    @Override
    public String toString() {
      return user + "@" + url;
    }
  }

  /** The journal holds restores already; nothing was written. */
  static final class NotEmpty extends Exception {
    private static final long serialVersionUID = 1L;

    NotEmpty(long restores) {
      super("it holds " + restores + " restores already");
    }
  }

  JournalWriter(Address address) {
    this.address = address;
  }

  /**
   * Makes the tables and writes.
   *
   * @param highestFence tokens begin above this
   */
  void write(List<History> histories, long highestFence) throws SQLException, NotEmpty {
    Flyway.configure()
        .dataSource(address.url(), address.user(), address.password())
        .locations("classpath:db/migration")
        .load()
        .migrate();
    try (Connection connection =
        DriverManager.getConnection(address.url(), address.user(), address.password())) {
      connection.setAutoCommit(false);
      requireEmpty(connection);
      for (History history : histories) {
        restore(connection, history);
        events(connection, history);
      }
      tokens(connection, highestFence);
      connection.commit();
    }
  }

  private static void requireEmpty(Connection connection) throws SQLException, NotEmpty {
    try (Statement statement = connection.createStatement()) {
      // A coordinator that was started meanwhile waits, and finds the restores when it goes on.
      statement.execute("lock table restore in access exclusive mode");
      try (ResultSet row = statement.executeQuery("select count(*) from restore")) {
        row.next();
        if (row.getLong(1) > 0) {
          throw new NotEmpty(row.getLong(1));
        }
      }
    }
  }

  private static void restore(Connection connection, History history) throws SQLException {
    RestoreState state = Objects.requireNonNull(history.state());
    RestoreOrder order = state.order();
    List<History.Line> lines = history.lines();
    boolean ended = state.step().phase().terminal();
    Instant last = lines.getLast().at();
    try (PreparedStatement insert = connection.prepareStatement(RESTORE)) {
      set(
          insert,
          history.restore().value(),
          (long) lines.size(),
          order.target().cluster(),
          order.target().namespace(),
          order.target().application(),
          order.plan().name(),
          order.backup().store(),
          order.backup().set(),
          order.mode().name(),
          state.phase().name(),
          !ended,
          order.requestedBy().who(),
          order.requestedBy().why(),
          utc(state.startedAt()),
          ended ? utc(last) : null,
          wakeUp(state));
      insert.executeUpdate();
    }
  }

  private static @Nullable OffsetDateTime wakeUp(RestoreState state) {
    Instant next = RestoreMachine.nextWakeUp(state);
    return next == null ? null : utc(next);
  }

  private static void events(Connection connection, History history) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(EVENT)) {
      for (History.Line line : history.lines()) {
        set(
            insert,
            history.restore().value(),
            line.seq(),
            line.type(),
            line.body(),
            utc(line.at()),
            line.chain());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void tokens(Connection connection, long highest) throws SQLException {
    try (PreparedStatement set =
        connection.prepareStatement("select setval('fence_token', greatest(?, 1))")) {
      set.setLong(1, highest);
      set.execute();
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
