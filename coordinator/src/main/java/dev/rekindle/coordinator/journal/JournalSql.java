package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.exchange.FactMark;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The two statements that every input costs besides the guarded update of the projection: one that
 * looks, one that writes. Each way to the database takes longer than what is done there.
 */
@ApplicationScoped
class JournalSql {

  /** Tokens are drawn after the statement's snapshot, so that none is lower than one in a fact. */
  private static final String LOOK =
      """
      select clock_timestamp(),
        array(select message_id from inbox_message where message_id = any (?)),
        array(select nextval('fence_token') from generate_series(1, ?)),
        array(select body from restore_event where restore_id = ? and seq > ? order by seq)
      """;

  private static final String WRITE =
      """
      with fact as (
        insert into restore_event (restore_id, seq, type, body, chain, recorded_at)
        select ?, f.seq, f.type, f.body, f.chain, f.at
        from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::timestamptz[]) as f(seq, type, body, chain, at)
      ), mark as (
        insert into inbox_message (message_id, received_at)
        select m.id, clock_timestamp() from unnest(?::text[]) as m(id)
        on conflict do nothing
      )
      insert into outbox_message (restore_id, topic, message_key, type, body, trace_parent, fact_seq, fact_chain,
        created_at)
      select ?, m.topic, m.key, m.type, m.body, m.trace, m.seq, m.chain, m.at
      from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::timestamptz[])
        with ordinality as m(topic, key, type, body, trace, seq, chain, at, rank)
      order by m.rank
      """;

  /** A fact on its way into the journal. */
  record Event(long seq, String type, String body, String chain, Instant at) {

    FactMark mark() {
      return new FactMark(seq, chain);
    }
  }

  /** What a look sees; bodies are those of the facts after the number asked for. */
  record Seen(Instant now, Set<String> consumed, List<Long> tokens, List<String> bodies) {}

  private final Session session;

  JournalSql(Session session) {
    this.session = session;
  }

  Seen look(RestoreId restore, long afterSeq, List<String> messages, int tokens) {
    return session.doReturningWork(connection -> {
      try (PreparedStatement select = connection.prepareStatement(LOOK)) {
        select.setArray(1, connection.createArrayOf("text", messages.toArray()));
        select.setInt(2, tokens);
        select.setObject(3, restore.value());
        select.setLong(4, afterSeq);
        try (ResultSet row = select.executeQuery()) {
          row.next();
          return new Seen(
              row.getObject(1, OffsetDateTime.class).toInstant(),
              Set.of((String[]) row.getArray(2).getArray()),
              List.of((Long[]) row.getArray(3).getArray()),
              List.of((String[]) row.getArray(4).getArray()));
        }
      }
    });
  }

  /** Adds facts, messages in this order, and the marks of the messages that led to them. */
  void write(
      RestoreId restore,
      List<Event> events,
      List<OutboxMessages.Draft> drafts,
      List<String> consumed) {
    session.doWork(connection -> {
      try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
        insert.setObject(1, restore.value());
        insert.setArray(2, array(connection, "bigint", events, Event::seq));
        insert.setArray(3, array(connection, "text", events, Event::type));
        insert.setArray(4, array(connection, "text", events, Event::body));
        insert.setArray(5, array(connection, "text", events, Event::chain));
        insert.setArray(6, array(connection, "timestamptz", events, event -> utc(event.at())));
        insert.setArray(7, connection.createArrayOf("text", consumed.toArray()));
        insert.setObject(8, restore.value());
        insert.setArray(9, array(connection, "text", drafts, OutboxMessages.Draft::topic));
        insert.setArray(10, array(connection, "text", drafts, OutboxMessages.Draft::key));
        insert.setArray(11, array(connection, "text", drafts, OutboxMessages.Draft::type));
        insert.setArray(12, array(connection, "text", drafts, OutboxMessages.Draft::body));
        insert.setArray(13, array(connection, "text", drafts, OutboxMessages.Draft::traceParent));
        insert.setArray(14, array(connection, "bigint", drafts, OutboxMessages.Draft::seq));
        insert.setArray(15, array(connection, "text", drafts, OutboxMessages.Draft::chain));
        insert.setArray(16, array(connection, "timestamptz", drafts, draft -> utc(draft.at())));
        insert.executeUpdate();
      }
    });
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static <T> Array array(
      Connection connection, String type, List<T> rows, Function<T, @Nullable Object> column)
      throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(column).toArray());
  }
}
