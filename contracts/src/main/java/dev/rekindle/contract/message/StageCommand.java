package dev.rekindle.contract.message;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.stage.StageSpec;

/** An order from the coordinator to the workers of one pool and cluster. */
public sealed interface StageCommand {

  AttemptRef attempt();

  /** Look, and report findings; change nothing. Answered by {@link StageReport.CheckReported}. */
  record CheckStage(AttemptRef attempt, StageContext context, StageSpec spec)
      implements StageCommand {}

  /** Do the work once. Answered by an admission or a refusal, progress, and one final report. */
  record ExecuteStage(AttemptRef attempt, StageContext context, StageSpec spec)
      implements StageCommand {}

  /**
   * End this attempt in a state that can be resumed. An attempt not seen yet is remembered as
   * cancelled.
   */
  record CancelStage(AttemptRef attempt, String cluster, String reason) implements StageCommand {}
}
