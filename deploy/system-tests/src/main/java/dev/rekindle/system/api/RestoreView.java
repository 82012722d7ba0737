package dev.rekindle.system.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A restore as the coordinator shows it.
 *
 * @param reason why it is held or failed; empty otherwise
 * @param digest what an approval must name; empty when none is asked for
 * @param findings lines for people, worst first
 * @param captures lines with each artefact's true capture time
 * @param objective how long the plan allows from the alert to the end; null without one
 */
public record RestoreView(
    String id,
    String state,
    String reason,
    String digest,
    List<String> findings,
    List<String> captures,
    List<StageView> stages,
    @Nullable Duration objective) {

  /** True when it will not move any more. */
  public boolean ended() {
    return state.equals("SUCCEEDED") || state.equals("FAILED") || state.equals("CANCELLED");
  }

  public Optional<StageView> stage(String stageId) {
    return stages.stream().filter(stage -> stage.id().equals(stageId)).findFirst();
  }
}
