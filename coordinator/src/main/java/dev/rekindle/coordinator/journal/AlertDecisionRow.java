package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.trigger.AlertNotice;
import dev.rekindle.coordinator.trigger.Episodes;
import dev.rekindle.coordinator.trigger.Verdict;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Only read through this entity; see {@link PostgresEpisodes#decided}. */
@Entity
@Table(name = "alert_decision")
class AlertDecisionRow {

  @Id
  @Column(name = "decision_id")
  long id;

  String fingerprint;

  @Column(name = "starts_at")
  Instant startsAt;

  @Column(name = "decided_at")
  Instant decidedAt;

  String policy;
  String application;
  String outcome;
  String reason;

  @Column(name = "restore_id")
  @Nullable UUID restore;

  @SuppressWarnings("NullAway.Init")
  protected AlertDecisionRow() {}

  Episodes.Decided decided() {
    return new Episodes.Decided(
        decidedAt,
        new AlertNotice.Episode(fingerprint, startsAt),
        policy,
        application,
        Verdict.Outcome.valueOf(outcome),
        reason,
        Optional.ofNullable(restore).map(RestoreId::new));
  }
}
