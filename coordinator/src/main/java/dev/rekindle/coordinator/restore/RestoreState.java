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
 * @param hold null when it is not held
 * @param highestFence the highest fence token it ever dispatched; 0 before the first
 * @param changed whether an execution was ever dispatched
 * @param completion whether its end waits for alerts
 * @param stages in the order of the plan
 */
public record RestoreState(
    RestoreId restore,
    RestoreOrder order,
    Instant startedAt,
    Step step,
    @Nullable Hold hold,
    Approval approval,
    Wishes wishes,
    long highestFence,
    boolean changed,
    Completion completion,
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

  /** Name of the set that takes the copies of this order: safety copies, or the backup it makes. */
  public String safetySet() {
    return order.plan().makesBackup() ? order.backup().set() : "safety-" + restore;
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

  /** Whether it must not end yet, because an alert fires. */
  boolean awaitsAlerts() {
    return order.resolveWithin() != null && !completion.resolved() && !completion.accepted();
  }

  RestoreState order(RestoreOrder order) {
    Copy copy = new Copy(this);
    copy.order = order;
    return copy.state();
  }

  /** These stages instead of all there are. */
  RestoreState stages(Map<StageId, StageState> stages) {
    Copy copy = new Copy(this);
    copy.stages.clear();
    copy.stages.putAll(stages);
    return copy.state();
  }

  RestoreState step(Step step) {
    Copy copy = new Copy(this);
    copy.step = step;
    return copy.state();
  }

  RestoreState hold(@Nullable Hold hold) {
    Copy copy = new Copy(this);
    copy.hold = hold;
    return copy.state();
  }

  RestoreState approval(Approval approval) {
    Copy copy = new Copy(this);
    copy.approval = approval;
    return copy.state();
  }

  RestoreState wishes(Wishes wishes) {
    Copy copy = new Copy(this);
    copy.wishes = wishes;
    return copy.state();
  }

  RestoreState completion(Completion completion) {
    Copy copy = new Copy(this);
    copy.completion = completion;
    return copy.state();
  }

  RestoreState dispatched(long fence, boolean execution) {
    Copy copy = new Copy(this);
    copy.highestFence = Math.max(highestFence, fence);
    copy.changed = changed || execution;
    return copy.state();
  }

  RestoreState with(StageId id, StageState stage) {
    Copy copy = new Copy(this);
    copy.stages.put(id, stage);
    return copy.state();
  }

  RestoreState update(Collection<StageId> ids, UnaryOperator<StageState> change) {
    RestoreState result = this;
    for (StageId id : ids) {
      result = result.with(id, change.apply(result.stage(id)));
    }
    return result;
  }

  /** The parts that change, to be changed one at a time; what is pinned at the start stays. */
  private static final class Copy {
    private final RestoreState from;
    private RestoreOrder order;
    private Step step;
    private @Nullable Hold hold;
    private Approval approval;
    private Wishes wishes;
    private long highestFence;
    private boolean changed;
    private Completion completion;
    private final Map<StageId, StageState> stages;

    Copy(RestoreState from) {
      this.from = from;
      order = from.order;
      step = from.step;
      hold = from.hold;
      approval = from.approval;
      wishes = from.wishes;
      highestFence = from.highestFence;
      changed = from.changed;
      completion = from.completion;
      stages = new LinkedHashMap<>(from.stages);
    }

    RestoreState state() {
      return new RestoreState(
          from.restore,
          order,
          from.startedAt,
          step,
          hold,
          approval,
          wishes,
          highestFence,
          changed,
          completion,
          stages);
    }
  }
}
