package dev.rekindle.coordinator.plan;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.stage.StageSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One node of a plan's graph.
 *
 * @param needs stages that must have succeeded, or been skipped by a person, before this one
 * @param inputs outputs of earlier stages by the name this stage knows them
 * @param attempts how often it may fail before a person is asked
 * @param timeout of one execution
 * @param checkTimeout of one check
 * @param atEnd {@code finally} in YAML: runs when all others have ended, also after a cancel
 * @param unlessUnfinished stages that belong together: once one of them has begun, this one runs
 *     only when all of them are finished; only for stages at the end
 * @param guard runs again before a stage that needs it is repeated, because later stages or the end
 *     may have undone it (fence, quiesce)
 */
public record PlannedStage(
    StageId id,
    StageSpec spec,
    List<StageId> needs,
    Map<String, StageOutput> inputs,
    int attempts,
    Duration timeout,
    Duration checkTimeout,
    boolean atEnd,
    List<StageId> unlessUnfinished,
    boolean guard) {

  public static final int DEFAULT_ATTEMPTS = 3;
  public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(2);
  public static final Duration DEFAULT_CHECK_TIMEOUT = Duration.ofMinutes(2);

  public PlannedStage {
    needs = List.copyOf(needs);
    inputs = Map.copyOf(inputs);
    unlessUnfinished = List.copyOf(unlessUnfinished);
    if (attempts < 1) {
      throw new IllegalArgumentException("A stage needs at least 1 attempt, not " + attempts);
    }
    if (!timeout.isPositive() || !checkTimeout.isPositive()) {
      throw new IllegalArgumentException("Timeouts of a stage must be positive");
    }
  }

  /** A stage with everything at its default. */
  public static PlannedStage of(StageId id, StageSpec spec, List<StageId> needs) {
    return new PlannedStage(
        id,
        spec,
        needs,
        Map.of(),
        DEFAULT_ATTEMPTS,
        DEFAULT_TIMEOUT,
        DEFAULT_CHECK_TIMEOUT,
        false,
        List.of(),
        false);
  }

  /** The same stage, as one that runs at the end. */
  public PlannedStage runningAtEnd(List<StageId> unlessUnfinished) {
    return new PlannedStage(
        id, spec, needs, inputs, attempts, timeout, checkTimeout, true, unlessUnfinished, guard);
  }
}
