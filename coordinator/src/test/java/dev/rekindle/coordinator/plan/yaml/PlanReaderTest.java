package dev.rekindle.coordinator.plan.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.coordinator.plan.PlanProblem;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.plan.StageOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanReaderTest {

  private static final Map<String, String> HERE =
      Map.of("application", "shop", "namespace", "shop-prod", "cluster", "east");

  private final PlanReader reader = new PlanReader();

  private static final String CONDITIONAL =
      """
      name: p
      parameters:
        claim: {description: d, default: files}
        engine: {description: d, default: MYSQL}
        secret: {description: d, default: ""}
      stages:
        - {id: fence, kind: k8s.fence, lease: l}
        - id: files
          kind: k8s.sync-files
          when: "${claim}"
          needs: [fence]
          claim: ${claim}
          artifact: files
        - id: ask
          kind: k8s.quiesce
          when: ["${engine}", MYSQL]
          needs: [files]
          workloads: [deployment/mysql]
          jobs: []
        - id: ask
          kind: k8s.quiesce
          when: ["${engine}", POSTGRESQL]
          needs: [files]
          workloads: [deployment/postgresql]
          jobs: []
        - id: load
          kind: redis.load
          needs: [files, ask]
          inputs: {given: files.out}
          artifact: dump
          target:
            endpoint: {host: redis.example.com, port: 6379}
            username: {when: "${secret}", value: "of-${secret}"}
            password: {when: "${secret}", secret: "${secret}", key: PASSWORD}
        - {id: end, kind: k8s.unfence, finally: true, unlessUnfinished: [files, load], lease: l}
      """;

  private RestorePlan conditional(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(HERE);
    all.putAll(values);
    return ((RestorePlan.Outcome.Valid) reader.read(CONDITIONAL, all)).plan();
  }

  @Test
  void a_stage_that_is_not_wanted_is_left_out_and_what_needed_it_needs_what_it_needed() {
    RestorePlan plan = conditional(Map.of("claim", ""));

    assertThat(plan.stages())
        .extracting(stage -> stage.id().value())
        .containsExactly("fence", "ask", "load", "end");
    assertThat(plan.stage(new StageId("load")).needs())
        .containsExactly(new StageId("fence"), new StageId("ask"));
    assertThat(plan.stage(new StageId("load")).inputs()).isEmpty();
    assertThat(plan.stage(new StageId("end")).unlessUnfinished())
        .containsExactly(new StageId("load"));
  }

  @Test
  void of_two_stages_of_one_name_the_wanted_one_takes_its_place() {
    assertThat(conditional(Map.of()).stage(new StageId("ask")).spec().toString())
        .contains("deployment/mysql");
    RestorePlan plan = conditional(Map.of("engine", "POSTGRESQL"));
    assertThat(plan.stage(new StageId("ask")).spec().toString()).contains("deployment/postgresql");
    assertThat(plan.stage(new StageId("load")).needs())
        .containsExactly(new StageId("files"), new StageId("ask"));
  }

  @Test
  void a_mapping_within_a_stage_that_is_not_wanted_is_absent() {
    assertThat(conditional(Map.of()).stage(new StageId("load")).spec().toString())
        .contains("password=null", "username=null");
    assertThat(conditional(Map.of("secret", "redis")).stage(new StageId("load")).spec().toString())
        .contains("password=redis/PASSWORD", "username=of-redis");
  }

  @Test
  void a_condition_of_another_form_is_a_mistake() {
    assertThat(reader.read(CONDITIONAL.replace("\"${engine}\", MYSQL", "a, b, c"), HERE))
        .isInstanceOfSatisfying(
            RestorePlan.Outcome.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .anyMatch(problem -> problem.place().equals("stages[2].when")));
  }

  @Test
  void parameters_are_replaced_everywhere_and_defaults_may_build_on_others() {
    RestorePlan plan =
        valid(
            """
            name: p
            rto: PT10M
            parameters:
              operator: {description: d, default: "op-${namespace}"}
            stages:
              - {id: fence, kind: k8s.fence, lease: "rekindle-${application}", operator: "deployment/${operator}"}
            """);

    assertThat(plan.stages().getFirst().spec().toString())
        .contains("rekindle-shop", "op-shop-prod");
    assertThat(plan.objective()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void every_problem_is_named_with_its_place() {
    List<PlanProblem> problems =
        problems(
            """
            name: p
            colour: red
            parameters:
              needed: {description: d}
            stages:
              - {id: a, kind: k8s.dance}
              - {id: b, kind: k8s.fence, lease: x, operatr: deployment/x}
              - {id: c, kind: k8s.fence, lease: "${nowhere}", needs: [z]}
              - {id: d, kind: k8s.fence}
              - {id: e, kind: k8s.fence, lease: x, timeout: soon, attempts: 0}
              - {id: f, kind: k8s.fence, lease: x, attempts: 99999999999999}
              - {id: UPPER, kind: k8s.fence, lease: x}
            """,
            Map.of("stranger", "1"));

    assertThat(problems)
        .extracting(PlanProblem::code, PlanProblem::place)
        .contains(
            tuple(PlanProblem.Code.UNKNOWN_FIELD, "colour"),
            tuple(PlanProblem.Code.PARAMETER_MISSING, "parameters.needed"),
            tuple(PlanProblem.Code.PARAMETER_UNKNOWN, "parameters.stranger"),
            tuple(PlanProblem.Code.UNKNOWN_KIND, "stages[0].kind"),
            tuple(PlanProblem.Code.UNKNOWN_FIELD, "stages[1].operatr"),
            tuple(PlanProblem.Code.PARAMETER_MISSING, "stages[2].lease"),
            tuple(PlanProblem.Code.UNKNOWN_NEED, "stages.c"),
            tuple(PlanProblem.Code.SPEC_INVALID, "stages[3]"),
            tuple(PlanProblem.Code.VALUE_INVALID, "stages[4].timeout"),
            tuple(PlanProblem.Code.VALUE_INVALID, "stages[4].attempts"),
            tuple(PlanProblem.Code.VALUE_INVALID, "stages[5].attempts"),
            tuple(PlanProblem.Code.VALUE_INVALID, "stages[6].id"));
  }

  @Test
  void a_mistake_in_a_nested_field_is_found() {
    List<PlanProblem> problems =
        problems(
            """
            name: p
            stages:
              - id: v
                kind: k8s.verify
                probes:
                  - {endpoint: {service: s, port: 80, tls: true}, path: /, status: 200}
            """,
            Map.of());

    assertThat(problems)
        .singleElement()
        .satisfies(p -> assertThat(p.place()).isEqualTo("stages[0].probes[0].endpoint.tls"));
  }

  @Test
  void text_that_is_no_yaml_is_refused_with_the_line() {
    assertThat(problems("name: p\nstages: [", Map.of()).getFirst().place()).contains("line ");
    assertThat(problems("name: p\nname: q\n", Map.of()).getFirst().code())
        .isEqualTo(PlanProblem.Code.UNREADABLE);
    assertThat(problems("", Map.of()).getFirst().code()).isEqualTo(PlanProblem.Code.UNREADABLE);
    assertThat(problems("&a [*a]", Map.of()).getFirst().code())
        .isEqualTo(PlanProblem.Code.UNREADABLE);
  }

  @Test
  void the_timeout_of_a_command_is_that_of_its_stage() {
    RestorePlan plan =
        valid(
            """
            name: p
            stages:
              - {id: hook, kind: k8s.run, workload: deployment/a, container: c, command: [x], timeout: PT5M}
            """);

    assertThat(plan.stages().getFirst().timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(((StageSpec.RunCommand) plan.stages().getFirst().spec()).timeout())
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void a_doubled_dollar_sign_stands_for_itself() {
    RestorePlan plan = valid("name: p\nstages:\n  - {id: a, kind: k8s.fence, lease: \"$${x}\"}\n");

    assertThat(plan.stages().getFirst().spec())
        .isEqualTo(new StageSpec.FenceApplication("${x}", null));
  }

  @Test
  void the_plan_of_3scale_is_valid() throws IOException {
    String text;
    try (InputStream in = getClass().getResourceAsStream("/plans/threescale.yaml")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    RestorePlan plan = valid(text);

    PlannedStage counters = plan.stage(new StageId("counters"));
    assertThat(counters.inputs())
        .containsEntry("floors", new StageOutput(new StageId("seen-ids"), "answers"));
    assertThat(plan.stages()).hasSizeGreaterThan(25);
    assertThat(reader.head(text)).isInstanceOf(PlanReader.Head.Valid.class);
    assertThat(plan.only(List.of(new StageId("system-db"))))
        .isInstanceOf(RestorePlan.Outcome.Valid.class);
  }

  private RestorePlan valid(String yaml) {
    RestorePlan.Outcome outcome = reader.read(yaml, HERE);
    assertThat(outcome).isInstanceOf(RestorePlan.Outcome.Valid.class);
    return ((RestorePlan.Outcome.Valid) outcome).plan();
  }

  private List<PlanProblem> problems(String yaml, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(HERE);
    values.putAll(more);
    return ((RestorePlan.Outcome.Invalid) reader.read(yaml, values)).problems();
  }
}
