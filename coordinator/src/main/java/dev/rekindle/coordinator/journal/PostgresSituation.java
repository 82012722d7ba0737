package dev.rekindle.coordinator.journal;

import dev.rekindle.coordinator.view.Situation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;

/** How things stand by the projection and the outbox. */
@ApplicationScoped
public class PostgresSituation implements Situation {

  private static final String OPEN =
      """
      select application, cluster, mode, status, extract(epoch from clock_timestamp() - started_at),
        extract(epoch from clock_timestamp() - (select recorded_at from restore_event e
          where e.restore_id = r.restore_id order by e.seq desc limit 1))
      from restore r where is_open
      """;

  private static final String OUTGOING =
      "select count(*), coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)"
          + " from outbox_message";

  private final Session session;

  PostgresSituation(Session session) {
    this.session = session;
  }

  @Override
  @Transactional
  public Seen look() {
    return session.doReturningWork(connection -> new Seen(open(connection), outgoing(connection)));
  }

  private static List<Open> open(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OPEN);
        ResultSet rows = select.executeQuery()) {
      List<Open> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new Open(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                seconds(rows, 5),
                seconds(rows, 6)));
      }
      return found;
    }
  }

  private static Outgoing outgoing(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OUTGOING);
        ResultSet row = select.executeQuery()) {
      row.next();
      return new Outgoing(row.getLong(1), seconds(row, 2));
    }
  }

  private static Duration seconds(ResultSet row, int column) throws SQLException {
    return Duration.ofMillis((long) (row.getDouble(column) * 1000));
  }
}
