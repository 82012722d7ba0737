package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.trigger.AlertNotice;
import dev.rekindle.coordinator.trigger.EpisodeRule;
import dev.rekindle.coordinator.trigger.Episodes;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "alert_episode")
@IdClass(AlertEpisodeRow.Key.class)
class AlertEpisodeRow {

  record Key(String fingerprint, Instant startsAt) implements Serializable {}

  @Id String fingerprint;

  @Id
  @Column(name = "starts_at")
  Instant startsAt;

  String policy;
  String application;

  @Column(name = "is_resolved")
  boolean resolved;

  @Column(name = "restore_id")
  @Nullable UUID restore;

  String problem;
  String labels;

  @Column(name = "look_again_at")
  @Nullable Instant lookAgainAt;

  int notices;

  @Column(name = "first_at")
  Instant firstAt;

  @Column(name = "last_at")
  Instant lastAt;

  @SuppressWarnings("NullAway.Init")
  protected AlertEpisodeRow() {}

  Optional<RestoreId> restoreId() {
    return Optional.ofNullable(restore).map(RestoreId::new);
  }

  EpisodeRule.Memory memory() {
    return new EpisodeRule.Memory(restoreId(), resolved);
  }

  AlertNotice.Episode episode() {
    return new AlertNotice.Episode(fingerprint, startsAt);
  }

  AlertNotice notice() {
    return new AlertNotice(episode(), !resolved, LabelsJson.read(labels));
  }

  Episodes.Remembered remembered() {
    return new Episodes.Remembered(
        episode(),
        policy,
        application,
        resolved,
        restoreId(),
        problem,
        LabelsJson.read(labels),
        Optional.ofNullable(lookAgainAt));
  }
}
