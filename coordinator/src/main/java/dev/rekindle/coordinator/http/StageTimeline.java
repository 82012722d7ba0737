package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.coordinator.restore.RestoreFact;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a stage ran, as its facts tell.
 *
 * @param executions how often it was ordered
 * @param startedAt first order since it last began afresh; null before
 * @param endedAt null while it has not
 */
record StageTimeline(
    int executions,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    List<Evidence> evidence) {

  static final StageTimeline EMPTY = new StageTimeline(0, null, null, List.of());

  /** The timelines of all stages that appear in the facts. */
  static Map<StageId, StageTimeline> of(List<RestoreFact> facts) {
    Map<StageId, StageTimeline> timelines = new HashMap<>();
    for (RestoreFact fact : facts) {
      if (fact instanceof RestoreFact.OfStage ofStage) {
        timelines.merge(
            ofStage.stage(), EMPTY.after(ofStage), (before, _) -> before.after(ofStage));
      } else if (fact instanceof RestoreFact.StagesReset reset) {
        reset
            .stages()
            .forEach(stage ->
                timelines.computeIfPresent(
                    stage, (_, old) -> new StageTimeline(old.executions, null, null, List.of())));
      }
    }
    return timelines;
  }

  private StageTimeline after(RestoreFact.OfStage fact) {
    return switch (fact) {
      case RestoreFact.StageDispatched dispatched ->
          new StageTimeline(
              executions + 1, startedAt == null ? dispatched.at() : startedAt, null, List.of());
      case RestoreFact.StageSucceeded succeeded -> ended(succeeded.at(), succeeded.evidence());
      case RestoreFact.AttemptFailed failed when failed.retryAt() == null -> ended(failed.at());
      case RestoreFact.AttemptLost lost when lost.retryAt() == null -> ended(lost.at());
      case RestoreFact.AttemptRefused refused when refused.retryAt() == null -> ended(refused.at());
      case RestoreFact.AttemptUnanswered silent when silent.retryAt() == null -> ended(silent.at());
      case RestoreFact.StageSkipped skipped -> ended(skipped.at());
      case RestoreFact.EndStageSkipped skipped -> ended(skipped.at());
      case RestoreFact.StageCancelled cancelled -> ended(cancelled.at());
      case RestoreFact.AttemptFailed _,
          RestoreFact.AttemptLost _,
          RestoreFact.AttemptRefused _,
          RestoreFact.AttemptUnanswered _,
          RestoreFact.AttemptAdmitted _,
          RestoreFact.AttemptCancelRequested _,
          RestoreFact.AttemptCancelled _,
          RestoreFact.CheckAnswered _,
          RestoreFact.CheckDispatched _,
          RestoreFact.LateReportNoted _,
          RestoreFact.LeaseRenewed _ ->
          this;
    };
  }

  /** A check that fails before anything ran is no run of the stage. */
  private StageTimeline ended(Instant at) {
    return ended(at, evidence);
  }

  private StageTimeline ended(Instant at, List<Evidence> proven) {
    return new StageTimeline(executions, startedAt, startedAt == null ? null : at, proven);
  }
}
