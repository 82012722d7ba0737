package dev.rekindle.coordinator.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "restore_event")
@IdClass(RestoreEventRow.Key.class)
class RestoreEventRow {

  record Key(UUID restore, long seq) implements Serializable {}

  @Id
  @Column(name = "restore_id")
  UUID restore;

  @Id long seq;
  String type;
  String body;

  @Column(name = "recorded_at")
  Instant recordedAt;

  @SuppressWarnings("NullAway.Init")
  protected RestoreEventRow() {}

  RestoreEventRow(UUID restore, long seq, String type, String body, Instant recordedAt) {
    this.restore = restore;
    this.seq = seq;
    this.type = type;
    this.body = body;
    this.recordedAt = recordedAt;
  }
}
