package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.exchange.OutgoingMessage;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "outbox_message")
class OutboxMessageRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "message_id")
  long id;

  @Column(name = "restore_id")
  UUID restore;

  String topic;

  @Column(name = "message_key")
  String key;

  String type;
  String body;

  @Column(name = "trace_parent")
  @Nullable String traceParent;

  @Column(name = "created_at")
  Instant createdAt;

  @SuppressWarnings("NullAway.Init")
  protected OutboxMessageRow() {}

  OutboxMessageRow(
      UUID restore,
      String topic,
      String key,
      String type,
      String body,
      @Nullable String traceParent,
      Instant at) {
    this.restore = restore;
    this.topic = topic;
    this.key = key;
    this.type = type;
    this.body = body;
    this.traceParent = traceParent;
    this.createdAt = at;
  }

  OutgoingMessage message() {
    return new OutgoingMessage(
        id, new RestoreId(restore), topic, key, type, body, traceParent, createdAt);
  }
}
