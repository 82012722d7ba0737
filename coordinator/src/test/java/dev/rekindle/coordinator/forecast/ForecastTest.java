package dev.rekindle.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.plan.yaml.PlanReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ForecastTest {

  private static final long MB = 1L << 20;

  /** fence, then two side by side, then back to work at the end, then a look. */
  private static final RestorePlan PLAN =
      plan(
          """
          name: small
          stages:
            - {id: fence, kind: k8s.fence, lease: a}
            - {id: import, kind: k8s.quiesce, workloads: [deployment/a], needs: [fence]}
            - {id: files, kind: k8s.quiesce, workloads: [deployment/b], needs: [fence]}
            - {id: back, kind: k8s.unfence, lease: a, finally: true}
            - {id: look, kind: k8s.quiesce, workloads: [deployment/c], needs: [back]}
          """);

  private static final Function<PlannedStage, Set<String>> READS =
      stage -> stage.id().value().equals("import") ? Set.of("dump") : Set.of();

  @Test
  void a_stage_that_reads_much_is_judged_by_the_median_of_its_rates() {
    // Given: 1, 2 and, on a bad day, 60 s for each 100 MB
    List<StageRun> runs =
        List.of(
            run(1, "shop", "import", 1, 1, 100 * MB),
            run(2, "shop", "import", 4, 1, 200 * MB),
            run(3, "shop", "import", 60, 1, 100 * MB));

    // When
    Forecast forecast = forecast(runs, 1000 * MB);

    // Then
    assertThat(forecast.restores()).isEqualTo(3);
    assertThat(forecast.stages().get(new StageId("import"))).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void what_reads_little_or_nothing_is_judged_by_the_median_of_its_durations() {
    List<StageRun> runs =
        List.of(
            run(1, "shop", "files", 2, 1, 0),
            run(2, "shop", "files", 4, 1, 0),
            run(1, "shop", "import", 3, 1, 1000));

    Forecast forecast = forecast(runs, 2000);

    assertThat(forecast.stages().get(new StageId("files"))).isEqualTo(Duration.ofSeconds(3));
    assertThat(forecast.stages().get(new StageId("import"))).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void runs_that_were_broken_off_count_only_where_there_is_no_other() {
    List<StageRun> runs =
        List.of(run(1, "shop", "files", 90, 3, 0), run(2, "shop", "files", 4, 1, 0));

    assertThat(forecast(runs, 0).stages().get(new StageId("files")))
        .isEqualTo(Duration.ofSeconds(4));
    assertThat(forecast(runs.subList(0, 1), 0).stages().get(new StageId("files")))
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void other_applications_by_the_same_plan_count_only_where_there_is_none_of_its_own() {
    List<StageRun> theirs = List.of(run(1, "desk", "files", 8, 1, 0));
    List<StageRun> both = new ArrayList<>(theirs);
    both.add(run(2, "shop", "files", 2, 1, 0));

    assertThat(forecast(theirs, 0).stages().get(new StageId("files")))
        .isEqualTo(Duration.ofSeconds(8));
    assertThat(forecast(both, 0).stages().get(new StageId("files")))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void the_whole_is_the_longest_way_with_the_stages_at_the_end_after_all_others() {
    // Given
    List<StageRun> runs =
        List.of(
            run(1, "shop", "fence", 1, 1, 0),
            run(1, "shop", "import", 10, 1, 0),
            run(1, "shop", "files", 4, 1, 0),
            run(1, "shop", "back", 2, 1, 0),
            run(1, "shop", "look", 3, 1, 0));

    // When, Then
    assertThat(forecast(runs, 0).whole(PLAN)).contains(Duration.ofSeconds(16));
    assertThat(forecast(runs.subList(0, 4), 0).whole(PLAN)).as("one was never timed").isEmpty();
  }

  private static Forecast forecast(List<StageRun> runs, long bytes) {
    return Forecast.of(PLAN, "shop", READS, Map.of("dump", bytes), runs);
  }

  private static StageRun run(
      int restore, String application, String stage, int seconds, int attempts, long bytes) {
    return new StageRun(
        new RestoreId(new UUID(0, restore)),
        application,
        new StageId(stage),
        Duration.ofSeconds(seconds),
        attempts,
        Map.of("dump", bytes));
  }

  private static RestorePlan plan(String text) {
    return switch (new PlanReader().read(text, Map.of())) {
      case RestorePlan.Outcome.Valid valid -> valid.plan();
      case RestorePlan.Outcome.Invalid invalid ->
          throw new IllegalArgumentException(invalid.problems().toString());
    };
  }
}
