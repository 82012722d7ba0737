package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.forecast.Forecast;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestorePhase;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.StageStatus;
import dev.rekindle.coordinator.view.RecoveryTime;
import dev.rekindle.coordinator.view.StageProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was to be expected of a restore, what is left, and what it took. */
final class TimeSpent {

  private final RestoreState state;
  private final Map<StageId, StageTimeline> timelines;
  private final Map<StageId, StageProgress> progress;
  private final Forecast forecast;
  private final Instant now;

  TimeSpent(
      RestoreState state,
      Map<StageId, StageTimeline> timelines,
      Map<StageId, StageProgress> progress,
      Forecast forecast,
      Instant now) {
    this.state = state;
    this.timelines = timelines;
    this.progress = progress;
    this.forecast = forecast;
    this.now = now;
  }

  /** From the alert's begin, which the origin of the order names, to verified. */
  static RestoreResource.Recovery recovery(
      RestoreState state, List<RestoreFact> facts, Instant now) {
    boolean succeeded = state.phase() == RestorePhase.SUCCEEDED;
    Instant until = state.phase().terminal() ? facts.getLast().at() : now;
    RecoveryTime recovery = RecoveryTime.of(state, until);
    return new RestoreResource.Recovery(
        recovery.since(),
        recovery.took().toString(),
        succeeded ? Boolean.valueOf(!recovery.late()) : recovery.late() ? false : null);
  }

  RestoreResource.Forecast forecast() {
    boolean ended = state.phase().terminal();
    return new RestoreResource.Forecast(
        forecast.restores(),
        text(forecast.whole(state.plan())),
        ended ? null : text(Forecast.through(state.plan(), this::left)),
        ended ? text(took()) : null);
  }

  private Optional<Duration> left(PlannedStage stage) {
    StageStatus status = state.stage(stage.id()).status();
    if (status.satisfied() || status == StageStatus.CANCELLED) {
      return Optional.of(Duration.ZERO);
    }
    StageProgress told = progress.get(stage.id());
    if (status == StageStatus.RUNNING && told != null && told.secondsLeft().isPresent()) {
      return Optional.of(Duration.ofSeconds(told.secondsLeft().getAsLong()));
    }
    Instant begin = timelines.getOrDefault(stage.id(), StageTimeline.EMPTY).startedAt();
    return Optional.ofNullable(forecast.stages().get(stage.id()))
        .map(whole -> begin == null ? whole : whole.minus(Duration.between(begin, now)))
        .map(rest -> rest.isNegative() ? Duration.ZERO : rest);
  }

  private Optional<Duration> took() {
    Optional<Instant> begin =
        timelines.values().stream()
            .map(StageTimeline::startedAt)
            .filter(Objects::nonNull)
            .min(Instant::compareTo);
    Optional<Instant> end =
        timelines.values().stream()
            .map(StageTimeline::endedAt)
            .filter(Objects::nonNull)
            .max(Instant::compareTo);
    return begin.flatMap(from -> end.map(to -> Duration.between(from, to)));
  }

  private static @Nullable String text(Optional<Duration> length) {
    return length.map(Duration::toString).orElse(null);
  }
}
