package dev.rekindle.worker.k8s.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.WorkloadState;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.openshift.api.model.DeploymentConfig;
import io.fabric8.openshift.api.model.DeploymentConfigBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a DeploymentConfig and the ReplicationControllers of its versions say together. */
class StateReaderTest {

  private static final WorkloadRef WEB = WorkloadRef.parse("deploymentconfig/web");
  private static final DeploymentConfig AT_VERSION_2 =
      new DeploymentConfigBuilder()
          .withNewMetadata()
          .withName("web")
          .withGeneration(3L)
          .endMetadata()
          .withNewSpec()
          .withReplicas(1)
          .addToSelector("app", "web")
          .endSpec()
          .withNewStatus()
          .withLatestVersion(2L)
          .withObservedGeneration(3L)
          .addNewCondition()
          .withType("Available")
          .withStatus("True")
          .endCondition()
          .endStatus()
          .build();

  private static ReplicationController version(int version, String phase) {
    return new ReplicationControllerBuilder()
        .withNewMetadata()
        .withName("web-" + version)
        .addToAnnotations("openshift.io/deployment-config.latest-version", "" + version)
        .addToAnnotations("openshift.io/deployment.phase", phase)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("ReplicaFailure")
        .withStatus("True")
        .withReason("FailedCreate")
        .withMessage("version " + version + " exceeded quota")
        .endCondition()
        .endStatus()
        .build();
  }

  private static WorkloadState state(ReplicationController... versions) {
    return StateReader.deploymentConfig(WEB, AT_VERSION_2, List.of(versions));
  }

  @Test
  void the_latest_version_tells_whether_a_deployer_is_at_work() {
    assertThat(state(version(1, "Running"), version(2, "Complete")).rolling()).isFalse();
    assertThat(state(version(1, "Complete"), version(2, "Running")).rolling()).isTrue();
    assertThat(state(version(1, "Complete"), version(2, "Pending")).rolling()).isTrue();
    assertThat(state(version(1, "Complete"), version(2, "Failed")).rolling()).isFalse();
    assertThat(state().rolling()).isFalse();
  }

  @Test
  void pods_that_are_refused_are_told_by_the_latest_version_alone() {
    assertThat(state(version(1, "Complete"), version(2, "Running")).conditions())
        .anyMatch(c -> c.type().equals("Available"))
        .anyMatch(c -> c.type().equals("ReplicaFailure") && c.message().startsWith("version 2 "))
        .noneMatch(c -> c.message().startsWith("version 1 "));
  }
}
