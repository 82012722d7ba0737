package dev.rekindle.worker.k8s.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.right.Rights;
import dev.rekindle.contract.right.RoleText;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.stage.StageSpec.CaptureOriginals;
import dev.rekindle.contract.stage.StageSpec.QuiesceWorkloads;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.contract.stage.StageSpec.StartWorkloads;
import dev.rekindle.contract.stage.StageSpec.VerifyApplication;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.KitApplications;
import dev.rekindle.worker.kit.cluster.fabric.FabricCluster;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageOutcome.TryAgain;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeClusters;
import io.fabric8.openshift.api.model.DeploymentConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workload kinds on DeploymentConfigs, under a Role made of exactly what they declare. */
class DeploymentConfigIT {

  private static final WorkloadRef WEB = WorkloadRef.parse("deploymentconfig/web");
  private static final Pace PACE =
      new Pace(Duration.ofMillis(30), Duration.ofMillis(50), Duration.ofMillis(300));
  private static final CaptureOriginals CAPTURE =
      new CaptureOriginals(List.of(WEB), null, List.of(), Map.of());
  private static final QuiesceWorkloads QUIESCE = new QuiesceWorkloads(List.of(WEB), List.of());
  private static final StartWorkloads START = new StartWorkloads(List.of(WEB));
  private static final VerifyApplication VERIFY =
      new VerifyApplication(List.of(WEB), List.of(), null);
  private static final RunCommand RUN =
      new RunCommand(WEB, "web", List.of("boot"), Duration.ofSeconds(30));

  private static final String APPLICATION =
      """
      apiVersion: apps.openshift.io/v1
      kind: DeploymentConfig
      metadata: {name: web}
      spec:
        replicas: 2
        selector: {deploymentConfig: web}
        strategy: {type: Recreate}
        triggers: [{type: ConfigChange}]
        template:
          metadata: {labels: {deploymentConfig: web}}
          spec:
            containers:
              - {name: web, image: shop/web, command: [serve]}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: worker}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: worker}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: worker}
      subjects:
        - {kind: ServiceAccount, name: worker, namespace: %s}
      """;

  @TempDir Path directory;
  private Shop shop;
  private Room room;
  private FabricCluster worker;
  private Applications applications;
  private Map<String, Map<String, String>> originals = Map.of();
  private int stages;

  @BeforeEach
  void start() throws Exception {
    shop = new Shop(directory);
    room = shop.room(0, 0, 0);
    room.create(APPLICATION.formatted(room.namespace()));
    TreeSet<Right> rights = new TreeSet<>();
    for (StageSpec spec : List.of(CAPTURE, QUIESCE, START, VERIFY, RUN)) {
      rights.addAll(Rights.of(spec, room.namespace()));
    }
    room.create(RoleText.of("worker", rights));
    room.awaitPods(2);
    worker = shop.as(room.namespace(), "worker");
    applications = new KitApplications(new FakeClusters(worker));
    Done captured = done(new CaptureHandler(applications), CAPTURE);
    originals = Map.of("originals", captured.outputs().get("originals"));
  }

  @AfterEach
  void stop() {
    worker.close();
    shop.close();
  }

  private <S extends StageSpec> StageOutcome run(StageHandler<S> handler, S spec) {
    // Tokens grow from stage to stage.
    Attempt attempt = room.attempt(++stages, Map.of()).withInputs(originals);
    try {
      assertThat(handler.check(spec, attempt).blocked()).isFalse();
      return handler.run(spec, attempt);
    } catch (StageProblem problem) {
      return problem.outcome();
    }
  }

  private <S extends StageSpec> Done done(StageHandler<S> handler, S spec) {
    StageOutcome outcome = run(handler, spec);
    assertThat(outcome).isInstanceOf(Done.class);
    return (Done) outcome;
  }

  private DeploymentConfig web() {
    return room.client().deploymentConfigs().inNamespace(room.namespace()).withName("web").get();
  }

  private int pods() {
    return room.client()
        .pods()
        .inNamespace(room.namespace())
        .withLabel("deploymentConfig", "web")
        .list()
        .getItems()
        .size();
  }

  @Test
  void it_is_stopped_and_comes_back_with_its_replicas() {
    done(new QuiesceHandler(applications, PACE), QUIESCE);
    assertThat(pods()).isZero();
    done(new RunHandler(applications, PACE), RUN);
    done(new StartHandler(applications, PACE), START);
    done(new VerifyHandler(applications, PACE), VERIFY);

    assertThat(web().getSpec().getReplicas()).isEqualTo(2);
    assertThat(web().getStatus().getReadyReplicas()).isEqualTo(2);
    assertThat(web().getStatus().getLatestVersion()).as("no rollout of its own").isEqualTo(1L);
    assertThat(web().getMetadata().getAnnotations()).containsKey("rekindle.dev/fence");
  }

  /** Only the ReplicationController knows why. */
  @Test
  void pods_that_a_quota_refuses_are_told_with_the_servers_words() {
    done(new QuiesceHandler(applications, PACE), QUIESCE);
    room.create(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: none}
        spec: {hard: {pods: "0"}}
        """);

    StageOutcome outcome = run(new StartHandler(applications, PACE), START);

    assertThat(outcome).isInstanceOf(TryAgain.class);
    assertThat(((TryAgain) outcome).code()).isEqualTo(ProblemCode.ROLLOUT_STALLED);
    assertThat(((TryAgain) outcome).detail()).contains("deploymentconfig/web", "exceeded quota");
  }
}
