package dev.rekindle.coordinator.plan;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.stage.StageKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A valid plan with all its parameters filled in. Constructing an invalid one throws {@link
 * IllegalArgumentException}; use {@link #of} where problems are expected.
 *
 * @param version what its author calls this state of it; for people
 * @param digest SHA-256 of the text it was read from, lower case hex
 * @param objective recovery time objective: alert to verified
 * @param stages in the order of the text
 */
public record RestorePlan(
    String name, String version, String digest, Duration objective, List<PlannedStage> stages) {

  public RestorePlan {
    stages = List.copyOf(stages);
    List<PlanProblem> problems = PlanRules.problems(stages);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("Plan " + name + " is invalid: " + problems);
    }
  }

  /** What checking a plan gives. */
  public sealed interface Outcome {

    /** There is a plan. */
    record Valid(RestorePlan plan) implements Outcome {}

    /** There is none, for all these reasons. */
    record Invalid(List<PlanProblem> problems) implements Outcome {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  /** The plan, or every problem with it. */
  public static Outcome of(
      String name, String version, String digest, Duration objective, List<PlannedStage> stages) {
    List<PlanProblem> problems = PlanRules.problems(stages);
    return problems.isEmpty()
        ? new Outcome.Valid(new RestorePlan(name, version, digest, objective, stages))
        : new Outcome.Invalid(problems);
  }

  /** The stage of that name. */
  public Optional<PlannedStage> find(StageId id) {
    return stages.stream().filter(stage -> stage.id().equals(id)).findFirst();
  }

  /** The stage of that name, which the caller knows to exist. */
  public PlannedStage stage(StageId id) {
    return find(id)
        .orElseThrow(() -> new IllegalArgumentException("Plan " + name + " has no stage " + id));
  }

  /** Whether it makes a backup set instead of reading one. */
  public boolean makesBackup() {
    return stages.stream().anyMatch(stage -> StageKind.of(stage.spec()).seals());
  }

  /** Whether it leaves the application as it is. */
  public boolean onlyLooks() {
    return stages.stream().allMatch(stage -> StageKind.of(stage.spec()).onlyLooks());
  }

  /** Questions about who needs whom. */
  public StageGraph graph() {
    return new StageGraph(stages);
  }

  /**
   * This plan reduced to the given stages, what they need, the stages at the end and those that
   * verify after it; {@code unlessUnfinished} shrinks with it.
   */
  public Outcome only(List<StageId> wanted) {
    return PlanNarrowing.narrow(this, wanted);
  }
}
