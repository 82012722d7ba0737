package dev.rekindle.worker.k8s.handler;

import static dev.rekindle.worker.k8s.handler.Fixture.APP;
import static dev.rekindle.worker.k8s.handler.Fixture.FAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.HttpProbe;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.StageSpec.VerifyApplication;
import dev.rekindle.worker.k8s.plan.Autoscaler;
import dev.rekindle.worker.k8s.plan.JobState;
import dev.rekindle.worker.k8s.plan.JobState.Phase;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageOutcome.GiveUp;
import dev.rekindle.worker.kit.stage.StageOutcome.TryAgain;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyHandlerTest {

  private final World world = Fixture.world();
  private final Map<String, Map<String, String>> inputs = new HashMap<>();
  private final VerifyApplication spec =
      new VerifyApplication(
          List.of(APP),
          List.of(new HttpProbe(Endpoint.ofService("zync", 8080), "/status", Map.of(), 200)),
          new ObjectRef("apps.3scale.net/v1alpha1", "APIManager", "apimanager"));

  @BeforeEach
  void all_is_well() {
    inputs.put(
        "originals",
        Map.of(APP.toString(), "3", "/spec/system/appSpec/replicas", "3", "/spec/zync", "absent"));
    inputs.put("hosts", Map.of("hosts", "[\"a.example.com\", \"b.example.com\"]"));
    inputs.put("zync-database", Map.of("podUid", "uid-1"));
    world.routes.putAll(Map.of("a.example.com", true, "b.example.com", true));
    world.podUids.put("zync-database", "uid-1");
  }

  private StageOutcome verify() {
    return new VerifyHandler(world, FAST).run(spec, FakeAttempt.simple().withInputs(inputs));
  }

  @Test
  void everything_right_is_evidence() {
    assertThat(((Done) verify()).evidence()).hasSize(6);
  }

  @Test
  void each_thing_wrong_is_named() {
    world.routes.put("b.example.com", false);
    world.fields.put("/spec/zync", "{}");
    world.probeStatus = 503;

    TryAgain outcome = (TryAgain) verify();

    assertThat(outcome.detail())
        .contains("b.example.com", "/spec/zync is {}", "answers 503, not 200");
  }

  @Test
  void a_running_hook_of_the_operator_is_waited_for_and_a_strangers_job_is_not() {
    world.jobsEnd = Phase.RUNNING;
    world.jobs.add(job("system-app-pre", "APIManager/apimanager"));
    world.jobs.add(job("nightly-report", ""));

    TryAgain outcome = (TryAgain) verify();

    assertThat(outcome.detail()).contains("system-app-pre").doesNotContain("nightly-report");
  }

  private static JobState job(String name, String owner) {
    return new JobState(name, name, owner, "", "", 0, Phase.RUNNING, 1, "");
  }

  @Test
  void other_replicas_within_the_bounds_of_an_autoscaler_are_its_business() {
    world.replicas.put(APP.toString(), 4);
    world.autoscalers.put(APP.toString(), new Autoscaler("app", 2, 5));
    assertThat(verify()).isInstanceOf(Done.class);

    world.autoscalers.put(APP.toString(), new Autoscaler("app", 1, 2));

    assertThat(((TryAgain) verify()).detail()).contains("has 4 replicas, originally 3");
  }

  @Test
  void other_replicas_than_before_are_wrong() {
    world.replicas.put(APP.toString(), 1);

    assertThat(((TryAgain) verify()).detail()).contains("has 1 replicas, originally 3");
  }

  @Test
  void a_replaced_pod_of_a_store_in_memory_is_hopeless() {
    world.podUids.put("zync-database", "uid-2");

    assertThat(((GiveUp) verify()).detail()).contains("restore that store again");
  }
}
