package dev.rekindle.coordinator.journal;

import dev.rekindle.coordinator.access.Grant;
import dev.rekindle.coordinator.access.ServiceTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Service tokens in table {@code service_token}. */
@ApplicationScoped
public class PostgresServiceTokens implements ServiceTokens {

  private static final String SELECT =
      "select id, name, hash, grants, created_at, created_by, expires_at, revoked_at, revoked_by,"
          + " used_at from service_token ";

  private final Session session;

  PostgresServiceTokens(Session session) {
    this.session = session;
  }

  @Override
  @Transactional
  public boolean add(Kept token) {
    return run(
            """
            insert into service_token (id, name, hash, grants, created_at, created_by, expires_at)
            values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """,
            token.id(),
            token.name(),
            token.hash(),
            String.join(" ", token.grants().stream().map(Grant::toString).toList()),
            utc(token.createdAt()),
            token.createdBy(),
            utc(token.expiresAt()))
        == 1;
  }

  @Override
  @Transactional
  public Optional<Kept> find(String id) {
    return select("where id = ?", id).stream().findFirst();
  }

  @Override
  @Transactional
  public List<Kept> all() {
    return select("order by created_at desc, id");
  }

  @Override
  @Transactional
  public boolean revoke(String id, String by, Instant at) {
    return run(
            "update service_token set revoked_at = ?, revoked_by = ?"
                + " where id = ? and revoked_at is null",
            utc(at),
            by,
            id)
        == 1;
  }

  @Override
  @Transactional
  public void used(String id, Instant at) {
    run(
        "update service_token set used_at = ?"
            + " where id = ? and (used_at is null or used_at < ?::timestamptz - interval '1 hour')",
        utc(at),
        id,
        utc(at));
  }

  private int run(String statement, Object... values) {
    return session.doReturningWork(connection -> {
      try (PreparedStatement prepared = connection.prepareStatement(statement)) {
        set(prepared, values);
        return prepared.executeUpdate();
      }
    });
  }

  private List<Kept> select(String condition, Object... values) {
    return session.doReturningWork(connection -> {
      try (PreparedStatement prepared = connection.prepareStatement(SELECT + condition)) {
        set(prepared, values);
        List<Kept> found = new ArrayList<>();
        try (ResultSet rows = prepared.executeQuery()) {
          while (rows.next()) {
            found.add(kept(rows));
          }
        }
        return found;
      }
    });
  }

  private static void set(PreparedStatement prepared, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      prepared.setObject(i + 1, values[i]);
    }
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        row.getString("id"),
        row.getString("name"),
        row.getString("hash"),
        Arrays.stream(row.getString("grants").split(" ")).map(Grant::parse).toList(),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("created_by"),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        instant(row, "revoked_at"),
        row.getString("revoked_by"),
        instant(row, "used_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
