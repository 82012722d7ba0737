package dev.rekindle.coordinator.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "inbox_message")
class InboxMessageRow {

  @Id
  @Column(name = "message_id")
  String id;

  @Column(name = "received_at")
  Instant receivedAt;

  @SuppressWarnings("NullAway.Init")
  protected InboxMessageRow() {}
}
