package dev.rekindle.coordinator.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** Only read through this entity; {@link JournalSql} writes. */
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

  String chain;

  @Column(name = "recorded_at")
  Instant recordedAt;

  @SuppressWarnings("NullAway.Init")
  protected RestoreEventRow() {}
}
