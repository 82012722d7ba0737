package dev.rekindle.coordinator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.message.CaptureTime;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.coordinator.engine.Append;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.RestoreTarget;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.restore.Timing;
import dev.rekindle.coordinator.trigger.AlertNotice;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestoreMetricsTest {

  private static final Instant BEGIN = Instant.parse("2026-11-22T03:00:00Z");
  private static final StageId STAGE = new StageId("a");
  private static final RestoreId RESTORE = new RestoreId(new UUID(1, 1));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RestoreMetrics metrics = new RestoreMetrics(registry);

  @Test
  void recovery_counts_from_the_alert_and_loss_from_the_oldest_capture() {
    // Given
    String origin = new AlertNotice.Episode("a b", BEGIN).origin();

    // When
    succeeded(RestoreMode.RESTORE, origin, Duration.ofMinutes(40));

    // Then
    Timer recovery =
        registry
            .get("rekindle.restore.recovery")
            .tags("application", "shop", "cluster", "east", "objective", "met")
            .timer();
    assertThat(recovery.totalTime(TimeUnit.MINUTES)).isEqualTo(40);
    assertThat(registry.get("rekindle.restore.data.loss").timer().totalTime(TimeUnit.HOURS))
        .isEqualTo(3);
  }

  @Test
  void an_objective_that_was_missed_is_told_as_such() {
    succeeded(
        RestoreMode.RESTORE, new AlertNotice.Episode("f", BEGIN).origin(), Duration.ofMinutes(61));

    assertThat(registry.get("rekindle.restore.recovery").tag("objective", "missed").timer().count())
        .isEqualTo(1);
  }

  @Test
  void a_dry_run_recovers_nothing() {
    succeeded(RestoreMode.DRY_RUN, "person", Duration.ofMinutes(11));

    assertThat(registry.find("rekindle.restore.recovery").timer()).isNull();
  }

  /**
   * Tells of a restore that was started ten minutes after the alert.
   *
   * @param after the alert's begin
   */
  private void succeeded(RestoreMode mode, String origin, Duration after) {
    Instant started = BEGIN.plus(Duration.ofMinutes(10));
    AttemptRef check = new AttemptRef(RESTORE, STAGE, 1, 1);
    List<CaptureTime> captures =
        List.of(
            new CaptureTime("redis", BEGIN.minus(Duration.ofHours(1)), "aux"),
            new CaptureTime("db", BEGIN.minus(Duration.ofHours(3)), "trailer"));
    RestoreFact end = new RestoreFact.RestoreSucceeded(BEGIN.plus(after));
    RestoreState state =
        Objects.requireNonNull(
            RestoreMachine.evolve(
                null,
                List.of(
                    new RestoreFact.RestoreStarted(started, RESTORE, order(mode, origin)),
                    new RestoreFact.CheckDispatched(started, check, started),
                    new RestoreFact.CheckAnswered(started, check, List.of(), captures),
                    end)));
    metrics.appended(new Append(RESTORE, 3, List.of(end), state, List.of(), null, List.of()));
  }

  private static RestoreOrder order(RestoreMode mode, String origin) {
    return new RestoreOrder(
        mode,
        new RestoreTarget("shop", "east", "shop"),
        new RestorePlan(
            "p",
            "1",
            "digest",
            Duration.ofHours(1),
            List.of(PlannedStage.of(STAGE, new StageSpec.FenceApplication("l", null), List.of()))),
        "text",
        Map.of(),
        new BackupPin("store", "set", Map.of()),
        ApprovalPolicy.NONE,
        Timing.DEFAULT,
        List.of(),
        List.of(),
        new Signature("ann", "outage"),
        origin);
  }
}
