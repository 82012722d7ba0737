package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.view.StageProgress;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "stage_progress")
@IdClass(StageProgressRow.Key.class)
class StageProgressRow {

  record Key(UUID restore, String stage) implements Serializable {}

  @Id
  @Column(name = "restore_id")
  UUID restore;

  @Id
  @Column(name = "stage_id")
  String stage;

  int attempt;
  long sequence;
  String step;
  long done;
  long total;
  String unit;
  String worker;

  @Column(name = "first_done")
  long firstDone;

  @Column(name = "first_at")
  Instant firstAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  @SuppressWarnings("NullAway.Init")
  protected StageProgressRow() {}

  StageProgress progress() {
    return new StageProgress(
        new StageId(stage),
        attempt,
        sequence,
        step,
        done,
        total,
        unit,
        worker,
        firstDone,
        firstAt,
        updatedAt);
  }
}
