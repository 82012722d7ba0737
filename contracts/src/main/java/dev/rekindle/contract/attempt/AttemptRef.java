package dev.rekindle.contract.attempt;

/**
 * One dispatch of one stage.
 *
 * @param number counts the dispatches of this stage within its restore, from 1; checks and
 *     executions count together
 * @param fence token from one database sequence; grows across attempts, stages and restores, so
 *     that a target which has seen a higher one refuses this attempt
 */
public record AttemptRef(RestoreId restore, StageId stage, int number, long fence) {

  public AttemptRef {
    if (number < 1) {
      throw new IllegalArgumentException("Attempt number must be at least 1, not " + number);
    }
    if (fence < 1) {
      throw new IllegalArgumentException("Fence token must be at least 1, not " + fence);
    }
  }

  /** Kafka key of the commands of this stage: {@code restoreId/stageId}. */
  public String key() {
    return restore + "/" + stage;
  }
}
