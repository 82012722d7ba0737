package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one restore: the fold of its facts. A value.
 *
 * @param startedAt when it was started, by the journal's clock
 * @param executionBeganAt when the first change was allowed; null before
 * @param hold null when it is not held
 * @param highestFence the highest fence token it ever dispatched; 0 before the first
 * @param changed whether an execution was ever dispatched
 * @param stages in the order of the plan
 */
public record RestoreState(
    RestoreId restore,
    RestoreOrder order,
    Instant startedAt,
    @Nullable Instant executionBeganAt,
    Step step,
    @Nullable Hold hold,
    Approval approval,
    Wishes wishes,
    long highestFence,
    boolean changed,
    Map<StageId, StageState> stages) {

  public RestoreState {
    stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
  }

  /** Where it is, as people see it. */
  public RestorePhase phase() {
    return hold == null ? step.phase() : RestorePhase.HELD;
  }

  public RestorePlan plan() {
    return order.plan();
  }

  /** The stage of that name, which the caller knows to exist. */
  public StageState stage(StageId id) {
    return Objects.requireNonNull(stages.get(id), () -> "No stage " + id);
  }

  /** The status of a stage, as people see it. */
  public StageStatus statusOf(StageId id) {
    StageStatus status = stage(id).status();
    boolean ready =
        status == StageStatus.WAITING
            && (step == Step.RUNNING || step == Step.VERIFYING)
            && plan().stage(id).needs().stream().allMatch(n -> stage(n).status().satisfied());
    return ready ? StageStatus.READY : status;
  }

  /** Name of the backup set that takes this restore's safety copies. */
  public String safetySet() {
    return "safety-" + restore;
  }

  PlannedStage planned(StageId id) {
    return plan().stage(id);
  }

  Timing timing() {
    return order.timing();
  }

  boolean ending() {
    return wishes.ending() != null;
  }

  RestoreState step(Step step) {
    return new RestoreState(
        restore,
        order,
        startedAt,
        executionBeganAt,
        step,
        hold,
        approval,
        wishes,
        highestFence,
        changed,
        stages);
  }

  RestoreState executionBeganAt(Instant at) {
    return new RestoreState(
        restore, order, startedAt, at, step, hold, approval, wishes, highestFence, changed, stages);
  }

  RestoreState hold(@Nullable Hold hold) {
    return new RestoreState(
        restore,
        order,
        startedAt,
        executionBeganAt,
        step,
        hold,
        approval,
        wishes,
        highestFence,
        changed,
        stages);
  }

  RestoreState approval(Approval approval) {
    return new RestoreState(
        restore,
        order,
        startedAt,
        executionBeganAt,
        step,
        hold,
        approval,
        wishes,
        highestFence,
        changed,
        stages);
  }

  RestoreState wishes(Wishes wishes) {
    return new RestoreState(
        restore,
        order,
        startedAt,
        executionBeganAt,
        step,
        hold,
        approval,
        wishes,
        highestFence,
        changed,
        stages);
  }

  RestoreState dispatched(long fence, boolean execution) {
    return new RestoreState(
        restore,
        order,
        startedAt,
        executionBeganAt,
        step,
        hold,
        approval,
        wishes,
        Math.max(highestFence, fence),
        changed || execution,
        stages);
  }

  RestoreState with(StageId id, StageState stage) {
    Map<StageId, StageState> changedStages = new LinkedHashMap<>(stages);
    changedStages.put(id, stage);
    return new RestoreState(
        restore,
        order,
        startedAt,
        executionBeganAt,
        step,
        hold,
        approval,
        wishes,
        highestFence,
        changed,
        changedStages);
  }

  RestoreState update(Collection<StageId> ids, UnaryOperator<StageState> change) {
    RestoreState result = this;
    for (StageId id : ids) {
      result = result.with(id, change.apply(result.stage(id)));
    }
    return result;
  }
}
