package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.StageStatus;
import dev.rekindle.coordinator.view.RestoreViews;
import dev.rekindle.coordinator.view.StageProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A restore in a list.
 *
 * @param stages how far it is; null when it has ended
 */
public record RestoreLine(
    @Schema(implementation = String.class) RestoreId id,
    String application,
    String cluster,
    String namespace,
    String plan,
    String store,
    String backupSet,
    String mode,
    String state,
    String requestedBy,
    String reason,
    Instant startedAt,
    @Nullable Instant endedAt,
    long seq,
    @Nullable Stages stages) {

  /**
   * How far the stages are.
   *
   * @param done those through
   * @param percent whole percent, with what is known of those that run
   */
  public record Stages(int done, int running, int total, int percent) {

    static Stages of(RestoreState state, List<StageProgress> progress) {
      Map<StageId, StageProgress> byStage =
          progress.stream().collect(Collectors.toMap(StageProgress::stage, Function.identity()));
      int done = 0;
      int running = 0;
      double partly = 0;
      for (StageId id : state.stages().keySet()) {
        StageStatus status = state.statusOf(id);
        if (status.satisfied() || status == StageStatus.CANCELLED) {
          done++;
        } else if (status == StageStatus.RUNNING || status == StageStatus.DISPATCHED) {
          running++;
          StageProgress latest = byStage.get(id);
          partly += latest == null ? 0 : latest.percent().orElse(0) / 100.0;
        }
      }
      int total = state.stages().size();
      int percent = (int) Math.floor(100 * (done + partly) / Math.max(1, total));
      return new Stages(done, running, total, percent);
    }
  }

  static RestoreLine of(RestoreViews.Summary summary, @Nullable Stages stages) {
    return new RestoreLine(
        summary.id(),
        summary.application(),
        summary.cluster(),
        summary.namespace(),
        summary.plan(),
        summary.store(),
        summary.backupSet(),
        summary.mode(),
        summary.state(),
        summary.requestedBy(),
        summary.reason(),
        summary.startedAt(),
        summary.endedAt(),
        summary.seq(),
        stages);
  }
}
