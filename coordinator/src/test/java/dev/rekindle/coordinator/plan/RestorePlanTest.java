package dev.rekindle.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.stage.StageSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestorePlanTest {

  private static final StageSpec SPEC = new StageSpec.FenceApplication("l", null);

  @Test
  void all_problems_are_found_at_once() {
    List<PlanProblem> problems =
        problems(
            stage("a", "c"),
            stage("b", "a"),
            stage("c", "b"),
            stage("d"),
            stage("d"),
            stage("e", "nobody"),
            input(stage("f"), "d"));

    assertThat(problems)
        .extracting(PlanProblem::code)
        .containsExactlyInAnyOrder(
            PlanProblem.Code.CYCLE,
            PlanProblem.Code.DUPLICATE_STAGE,
            PlanProblem.Code.UNKNOWN_NEED,
            PlanProblem.Code.INPUT_NOT_NEEDED);
    assertThat(problems)
        .filteredOn(p -> p.code() == PlanProblem.Code.CYCLE)
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("a, b, c"));
  }

  @Test
  void a_plan_with_a_problem_cannot_be_made() {
    assertThatThrownBy(() -> new RestorePlan("p", "", "", Duration.ofHours(1), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EMPTY_PLAN");
  }

  @Test
  void a_stage_at_the_end_must_not_wait_for_one_after_the_end() {
    List<PlanProblem> problems =
        problems(
            stage("a"),
            stage("end", "a").runningAtEnd(List.of()),
            stage("verify", "end"),
            stage("last", "verify").runningAtEnd(List.of(id("verify"))));

    assertThat(problems)
        .extracting(PlanProblem::code)
        .contains(PlanProblem.Code.FINALLY_NEEDS_LATER, PlanProblem.Code.UNLESS_UNFINISHED_INVALID);
  }

  @Test
  void what_needs_the_end_verifies_and_nothing_else_does() {
    RestorePlan plan =
        plan(stage("a"), stage("end", "a").runningAtEnd(List.of()), stage("verify", "end"));

    assertThat(plan.graph().verifies(id("verify"))).isTrue();
    assertThat(plan.graph().verifies(id("a"))).isFalse();
    assertThat(plan.graph().verifies(id("end"))).isFalse();
  }

  @Test
  void a_plan_is_narrowed_to_what_is_wanted_needed_and_at_the_end() {
    RestorePlan plan =
        plan(
            stage("capture"),
            stage("quiesce", "capture"),
            stage("db", "quiesce"),
            stage("redis", "quiesce"),
            stage("up", "db", "redis"),
            input(stage("end", "up"), "capture").runningAtEnd(List.of(id("db"), id("redis"))),
            stage("verify", "end"));

    RestorePlan narrow = ((RestorePlan.Outcome.Valid) plan.only(List.of(id("db")))).plan();

    assertThat(narrow.stages())
        .extracting(stage -> stage.id().value())
        .containsExactly("capture", "quiesce", "db", "end", "verify");
    assertThat(narrow.stage(id("end")).needs())
        .containsExactlyInAnyOrder(id("capture"), id("quiesce"), id("db"));
    assertThat(narrow.stage(id("end")).unlessUnfinished()).containsExactly(id("db"));
    assertThat(plan.only(List.of(id("nobody")))).isInstanceOf(RestorePlan.Outcome.Invalid.class);
  }

  private static PlannedStage stage(String id, String... needs) {
    return PlannedStage.of(id(id), SPEC, Arrays.stream(needs).map(StageId::new).toList());
  }

  private static PlannedStage input(PlannedStage stage, String from) {
    return new PlannedStage(
        stage.id(),
        SPEC,
        stage.needs(),
        Map.of("in", new StageOutput(id(from), "out")),
        1,
        stage.timeout(),
        stage.checkTimeout(),
        false,
        List.of(),
        false);
  }

  private static StageId id(String id) {
    return new StageId(id);
  }

  private static RestorePlan plan(PlannedStage... stages) {
    return ((RestorePlan.Outcome.Valid) of(stages)).plan();
  }

  private static List<PlanProblem> problems(PlannedStage... stages) {
    return ((RestorePlan.Outcome.Invalid) of(stages)).problems();
  }

  private static RestorePlan.Outcome of(PlannedStage... stages) {
    return RestorePlan.of("p", "1", "d", Duration.ofHours(1), List.of(stages));
  }
}
