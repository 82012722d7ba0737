package dev.rekindle.coordinator.journal;

import dev.rekindle.coordinator.engine.FenceTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;

/** Fence tokens from the sequence {@code fence_token}. */
@ApplicationScoped
public class PostgresFenceTokens implements FenceTokens {

  private final Session session;

  PostgresFenceTokens(Session session) {
    this.session = session;
  }

  @Override
  @Transactional
  public List<Long> next(int count) {
    return count == 0 ? List.of() : session.doReturningWork(connection -> draw(connection, count));
  }

  private static List<Long> draw(Connection connection, int count) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select nextval('fence_token') from generate_series(1, ?)")) {
      select.setInt(1, count);
      List<Long> tokens = new ArrayList<>(count);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          tokens.add(rows.getLong(1));
        }
      }
      return tokens;
    }
  }
}
