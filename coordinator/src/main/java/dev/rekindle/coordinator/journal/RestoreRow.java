package dev.rekindle.coordinator.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Only read through this entity; inserts and guarded updates are statements of {@link Restores}.
 */
@Entity
@Table(name = "restore")
class RestoreRow {

  @Id
  @Column(name = "restore_id")
  UUID id;

  long seq;
  String cluster;
  String namespace;
  String application;
  String plan;
  String store;

  @Column(name = "backup_set")
  String backupSet;

  String mode;
  String status;

  @Column(name = "is_open")
  boolean open;

  @Column(name = "requested_by")
  String requestedBy;

  String reason;

  @Column(name = "started_at")
  Instant startedAt;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  @Column(name = "next_wake_up")
  @Nullable Instant nextWakeUp;

  @SuppressWarnings("NullAway.Init")
  protected RestoreRow() {}
}
