package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.exchange.FactMark;
import dev.rekindle.coordinator.exchange.OutgoingMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the outbox, by plain SQL: they come and go with every stage, several in one statement,
 * and nobody looks for one by its key.
 */
@ApplicationScoped
class OutboxMessages {

  /**
   * A restore's oldest message is its head. Heads that another coordinator holds are passed over,
   * and with them all their restores' messages, because a restore has only one head. Then the
   * messages behind the heads taken, heads included.
   */
  private static final String TAKE =
      """
      with head as materialized (
        select m.restore_id from outbox_message m
        where not exists (
          select 1 from outbox_message e where e.restore_id = m.restore_id and e.message_id < m.message_id)
        order by m.message_id
        limit ?
        for update skip locked)
      select message_id, restore_id, topic, message_key, type, body, trace_parent, fact_seq, fact_chain,
        created_at
      from outbox_message
      where restore_id in (select restore_id from head)
      order by message_id
      limit ?
      """;

  /**
   * Not waiting for the disk: a database that crashes right now would bring messages back that
   * Kafka has, and whoever reads them knows copies.
   */
  private static final String FORGET =
      """
      set local synchronous_commit = off;
      delete from outbox_message where message_id = any (?)
      """;

  /** A message to be sent. */
  record Draft(
      String topic,
      String key,
      String type,
      String body,
      @Nullable String traceParent,
      @Nullable FactMark fact,
      Instant at) {

    @Nullable Long seq() {
      FactMark mark = fact;
      return mark == null ? null : (Long) mark.seq();
    }

    @Nullable String chain() {
      FactMark mark = fact;
      return mark == null ? null : mark.chain();
    }
  }

  private final Session session;

  OutboxMessages(Session session) {
    this.session = session;
  }

  /** Locks the messages of some restores, and answers the oldest of them. */
  List<OutgoingMessage> take(int restores, int atMost) {
    return session.doReturningWork(connection -> {
      try (PreparedStatement select = connection.prepareStatement(TAKE)) {
        select.setInt(1, restores);
        select.setInt(2, atMost);
        List<OutgoingMessage> messages = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            messages.add(message(rows));
          }
        }
        return messages;
      }
    });
  }

  /** Removes what was confirmed. */
  void forget(Collection<Long> ids) {
    session.doWork(connection -> {
      try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
        delete.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
        delete.executeUpdate();
      }
    });
  }

  private static OutgoingMessage message(ResultSet row) throws SQLException {
    return new OutgoingMessage(
        row.getLong("message_id"),
        new RestoreId(row.getObject("restore_id", UUID.class)),
        row.getString("topic"),
        row.getString("message_key"),
        row.getString("type"),
        row.getString("body"),
        row.getString("trace_parent"),
        mark(row),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable FactMark mark(ResultSet row) throws SQLException {
    String chain = row.getString("fact_chain");
    return chain == null ? null : new FactMark(row.getLong("fact_seq"), chain);
  }
}
