package dev.rekindle.coordinator.plan.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.contract.stage.StageSpec.IdentifyApplication;
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

  private static final Map<String, String> OUTSIDE =
      Map.of(
          "systemDatabaseHost",
          "mysql.example.com",
          "backendRedisHost",
          "backend.example.com",
          "systemRedisHost",
          "system.example.com");

  private final MessageCodec codec = new MessageCodec();

  private static RestorePlan plan(String name) {
    return plan(name, OUTSIDE);
  }

  private static RestorePlan plan(String name, Map<String, String> values) {
    Map<String, String> all = new TreeMap<>(PLACE);
    if (name.equals("threescale-external")) {
      all.putAll(values);
    }
    String text = new DirectoryPlans(Path.of("nowhere")).text(name).orElseThrow();
    RestorePlan.Outcome outcome = new PlanReader().read(text, all);
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
    return switch (stage.spec()) {
      case QuiesceWorkloads quiesce -> new QuiesceWorkloads(quiesce.workloads(), List.of());
      // Compared on its own.
      case IdentifyApplication identify -> "identify";
      default -> stage.spec();
    };
  }

  @Test
  void before_2_15_workloads_are_deployment_configs_and_nothing_else_differs() {
    RestorePlan plan = plan("threescale-deploymentconfigs");

    assertThat(plan.stages().stream().map(this::told))
        .containsExactlyElementsOf(plan("threescale").stages().stream().map(this::told).toList());
    assertThat(new String(codec.encode(plan.stages().get(1).spec()), UTF_8))
        .contains("deploymentconfig/system-app", "deployment/threescale-operator")
        .doesNotContain("deployment/system-app");
  }

  @Test
  void with_external_stores_only_the_way_to_the_stores_differs() {
    List<PlannedStage> outside =
        plan("threescale-external").stages().stream()
            .filter(stage -> !stage.id().value().equals("identify-storage"))
            .toList();
    List<PlannedStage> inside = plan("threescale").stages();

    assertThat(outside)
        .extracting(stage -> told(stage).frame().replace("identify-storage", "identify"))
        .containsExactlyElementsOf(inside.stream().map(stage -> told(stage).frame()).toList());
    for (int i = 0; i < inside.size(); i++) {
      PlannedStage stage = inside.get(i);
      if (StageKind.of(stage.spec()).pool() == Pool.K8S) {
        assertThat(told(outside.get(i)).spec().toString())
            .as(stage.id().value())
            .isEqualTo(withoutStores(told(stage).spec().toString()));
      }
    }
    assertThat(outside.toString()).doesNotContain("service=system-mysql", "service=backend-redis");
  }

  private static String withoutStores(String spec) {
    return spec.replaceAll("\"deployment/(system-mysql|backend-redis|system-redis)\",", "");
  }

  @Test
  void uploads_in_a_bucket_are_not_restored_and_nothing_waits_for_them() {
    Map<String, String> bucket = new TreeMap<>(OUTSIDE);
    bucket.put("storageClaim", "");
    bucket.put("systemEngine", "POSTGRESQL");

    RestorePlan plan = plan("threescale-external", bucket);

    assertThat(plan.stages())
        .extracting(stage -> stage.id().value())
        .doesNotContain("storage", "safety-storage")
        .contains("hosts", "check-procedures");
    assertThat(plan.stages().toString()).doesNotContain("SUBSTRING_INDEX", "DATABASE()");
  }

  @Test
  void each_plan_chooses_among_all_of_them_by_the_same_rules() {
    List<String> names =
        List.of(
            "threescale",
            "threescale-deploymentconfigs",
            "threescale-external",
            "threescale-sphinx");

    for (String name : names) {
      String text = new DirectoryPlans(Path.of("nowhere")).text(name).orElseThrow();
      PlanReader.Head head = new PlanReader().head(text);
      assertThat(((PlanReader.Head.Valid) head).header().alternatives())
          .containsExactlyInAnyOrderElementsOf(
              names.stream().filter(other -> !other.equals(name)).toList());
      IdentifyApplication own = (IdentifyApplication) plan(name).stages().getFirst().spec();
      assertThat(own.plan()).isEqualTo(name);
      assertThat(own.plans())
          .extracting(choice -> choice.plan())
          .containsOnly(names.toArray(String[]::new));
      assertThat(neutral(own))
          .isEqualTo(neutral((IdentifyApplication) plan("threescale").stages().getFirst().spec()));
    }
  }

  private static IdentifyApplication neutral(IdentifyApplication spec) {
    return new IdentifyApplication("any", spec.resource(), spec.plans(), spec.matches());
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
