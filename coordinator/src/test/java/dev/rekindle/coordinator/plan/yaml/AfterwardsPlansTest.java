package dev.rekindle.coordinator.plan.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.stage.OrphanRule;
import dev.rekindle.contract.stage.SettleRule;
import dev.rekindle.contract.stage.SettleRule.Decision;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.stage.StageSpec.FindOrphans;
import dev.rekindle.contract.stage.StageSpec.QueryDatabase;
import dev.rekindle.contract.stage.StageSpec.SettleQuarantine;
import dev.rekindle.coordinator.catalog.DirectoryPlans;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plans for what a person decides after 3scale was restored. */
class AfterwardsPlansTest {

  private static final Map<String, String> PLACE =
      Map.of("application", "threescale", "namespace", "threescale", "cluster", "east");

  private static RestorePlan.Outcome read(String name, Map<String, String> given) {
    Map<String, String> parameters = new HashMap<>(PLACE);
    parameters.putAll(given);
    return new PlanReader()
        .read(new DirectoryPlans(Path.of("nowhere")).text(name).orElseThrow(), parameters);
  }

  private static List<StageSpec> specs(String name, Map<String, String> given) {
    RestorePlan.Outcome outcome = read(name, given);
    assertThat(outcome).isInstanceOf(RestorePlan.Outcome.Valid.class);
    return ((RestorePlan.Outcome.Valid) outcome)
        .plan().stages().stream().map(PlannedStage::spec).toList();
  }

  @Test
  void jobs_are_settled_by_the_patterns_that_are_given_and_left_alone_without_one() {
    List<StageSpec> specs =
        specs(
            "threescale-jobs",
            Map.of("restore", "r-1", "purgeReports", "*", "releaseJobs", "retry"));

    SettleQuarantine reports = (SettleQuarantine) specs.get(0);
    assertThat(reports.restore()).isEqualTo("r-1");
    assertThat(reports.rules())
        .containsExactly(
            new SettleRule(1, "none", Decision.RELEASE), new SettleRule(1, "*", Decision.PURGE));
    SettleQuarantine jobs = (SettleQuarantine) specs.get(1);
    assertThat(jobs.rules())
        .containsExactly(
            new SettleRule(1, "retry", Decision.RELEASE),
            new SettleRule(1, "none", Decision.PURGE));
    assertThat(read("threescale-jobs", Map.of("purgeReports", "*")))
        .isNotInstanceOf(RestorePlan.Outcome.Valid.class);
  }

  @Test
  void orphans_are_listed_unless_told_to_remove_them_and_every_list_comes_with_its_count() {
    List<StageSpec> specs = specs("threescale-orphans", Map.of());

    FindOrphans listed = (FindOrphans) specs.get(1);
    assertThat(listed.remove()).isFalse();
    QueryDatabase known = (QueryDatabase) specs.get(0);
    for (OrphanRule rule : listed.rules()) {
      assertThat(known.queries()).containsKeys(rule.known(), rule.known() + ".count");
    }
    FindOrphans removed =
        (FindOrphans) specs("threescale-orphans", Map.of("remove", "true")).get(1);
    assertThat(removed.remove()).isTrue();
  }
}
