package dev.rekindle.coordinator.plan.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.stage.StageSpec.QuiesceWorkloads;
import dev.rekindle.coordinator.catalog.DirectoryPlans;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The plans for 3scale differ in what the versions differ in, and in nothing else. */
class PlanFamilyTest {

  private static final Map<String, String> PLACE =
      Map.of("application", "threescale", "namespace", "threescale", "cluster", "east");

  private final MessageCodec codec = new MessageCodec();

  private static RestorePlan plan(String name) {
    String text = new DirectoryPlans(Path.of("nowhere")).text(name).orElseThrow();
    RestorePlan.Outcome outcome = new PlanReader().read(text, PLACE);
    assertThat(outcome).isInstanceOf(RestorePlan.Outcome.Valid.class);
    return ((RestorePlan.Outcome.Valid) outcome).plan();
  }

  /**
   * Everything of a stage, with the names that 2.15 gives things.
   *
   * @param spec as a tree: the order in a map means nothing
   */
  private record Told(String frame, JsonNode spec) {}

  private Told told(PlannedStage stage) {
    String frame =
        "%s needs %s inputs %s attempts %d timeout %s finally %s unless %s guard %s"
            .formatted(
                stage.id(),
                stage.needs(),
                new TreeMap<>(stage.inputs()),
                stage.attempts(),
                stage.timeout(),
                stage.atEnd(),
                stage.unlessUnfinished(),
                stage.guard());
    String spec =
        new String(codec.encode(spec(stage)), UTF_8)
            .replace("deploymentconfig/", "deployment/")
            .replace("system-sphinx", "system-searchd");
    try {
      return new Told(frame, new ObjectMapper().readTree(spec));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The operator's hook Jobs came with 2.15. */
  private static Object spec(PlannedStage stage) {
    return stage.spec() instanceof QuiesceWorkloads quiesce
        ? new QuiesceWorkloads(quiesce.workloads(), List.of())
        : stage.spec();
  }

  @Test
  void before_2_15_workloads_are_deployment_configs_and_nothing_else_differs() {
    RestorePlan plan = plan("threescale-deploymentconfigs");

    assertThat(plan.stages().stream().map(this::told))
        .containsExactlyElementsOf(plan("threescale").stages().stream().map(this::told).toList());
    assertThat(new String(codec.encode(plan.stages().getFirst().spec()), UTF_8))
        .contains("deploymentconfig/system-app", "deployment/threescale-operator")
        .doesNotContain("deployment/system-app");
  }

  @Test
  void before_2_14_the_index_is_made_by_starting_its_server() {
    List<Told> stages = plan("threescale-sphinx").stages().stream().map(this::told).toList();

    assertThat(stages)
        .containsExactlyElementsOf(
            plan("threescale-deploymentconfigs").stages().stream()
                .filter(stage -> !stage.id().value().equals("reindex"))
                .map(this::told)
                .map(stage ->
                    new Told(
                        stage.frame().replace("up-worker, reindex", "up-worker, up-search"),
                        stage.spec()))
                .toList());
    assertThat(stages)
        .anyMatch(stage -> stage.spec().toString().contains("deployment/system-searchd"));
  }
}
