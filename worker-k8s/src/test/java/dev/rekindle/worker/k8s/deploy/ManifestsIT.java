package dev.rekindle.worker.k8s.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code deploy/kubernetes} would bring to a cluster. */
class ManifestsIT {

  private static final Path ROOT = Path.of("../deploy/kubernetes");
  private static final String APPLICATION = "threescale";

  @TempDir Path directory;

  private SimulatedCluster cluster() {
    SimulatedCluster cluster = SimulatedCluster.start(ClusterSettings.in(directory.resolve("c")));
    cluster.namespace(APPLICATION);
    cluster.namespace("notes");
    return cluster;
  }

  private static KubernetesClient client(SimulatedCluster cluster, String token) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(cluster.url())
            .withOauthToken(token)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Namespaces first, as kubectl does. Pods are not what is tried: none is asked for. */
  private static void create(KubernetesClient client, List<HasMetadata> objects) {
    deployments(objects).forEach(deployment -> deployment.getSpec().setReplicas(0));
    objects.stream()
        .sorted(Comparator.comparing(object -> !object.getKind().equals("Namespace")))
        .forEach(object -> client.resource(object).create());
  }

  private static List<HasMetadata> applied(KubernetesClient client, String overlay)
      throws IOException {
    List<HasMetadata> objects =
        Kustomization.of(ROOT.resolve("overlays").resolve(overlay)).objects(client);
    create(client, objects);
    return objects;
  }

  @ParameterizedTest
  @ValueSource(strings = {"management", "east", "west"})
  void every_object_of_an_overlay_is_accepted(String overlay) throws IOException {
    try (SimulatedCluster cluster = cluster();
        KubernetesClient client = client(cluster, cluster.token())) {
      List<HasMetadata> objects = applied(client, overlay);

      assertThat(objects).hasSizeGreaterThan(8);
      assertThat(objects)
          .allSatisfy(object ->
              assertThat(client.resource(object).get()).as(object.toString()).isNotNull());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"management", "east", "west"})
  void what_kubectl_renders_is_accepted(String overlay) throws Exception {
    String rendered = rendered(ROOT.resolve("overlays").resolve(overlay));
    try (SimulatedCluster cluster = cluster();
        KubernetesClient client = client(cluster, cluster.token())) {
      List<HasMetadata> objects =
          client.load(new ByteArrayInputStream(rendered.getBytes())).items();

      create(client, objects);

      Set<String> maps =
          objects.stream()
              .filter(object -> object.getKind().equals("ConfigMap"))
              .map(object -> object.getMetadata().getName())
              .collect(Collectors.toSet());
      for (Deployment deployment : deployments(objects)) {
        for (Volume volume : deployment.getSpec().getTemplate().getSpec().getVolumes()) {
          if (volume.getConfigMap() != null) {
            assertThat(maps).contains(volume.getConfigMap().getName());
          }
        }
      }
    }
  }

  /** Skipped where there is no kubectl. */
  private String rendered(Path overlay) throws Exception {
    Path out = directory.resolve("rendered.yaml");
    Process kubectl;
    try {
      kubectl =
          new ProcessBuilder("kubectl", "kustomize", overlay.toString())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "kubectl is not installed");
      throw e;
    }
    assertThat(kubectl.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(kubectl.exitValue()).isZero();
    return Files.readString(out);
  }

  private static List<Deployment> deployments(List<HasMetadata> objects) {
    return objects.stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .toList();
  }

  private static List<HasMetadata> everything() throws IOException {
    try (KubernetesClient offline =
        new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
      List<HasMetadata> all =
          new ArrayList<>(Kustomization.of(ROOT.resolve("overlays/management")).objects(offline));
      all.addAll(Kustomization.of(ROOT.resolve("overlays/east")).objects(offline));
      return all;
    }
  }

  @Test
  void every_pod_is_locked_down() throws IOException {
    List<Deployment> deployments = deployments(everything());

    assertThat(deployments).hasSize(4);
    for (Deployment deployment : deployments) {
      String name = deployment.getMetadata().getName();
      PodSpec pod = deployment.getSpec().getTemplate().getSpec();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .as(name)
          .isEqualTo("RuntimeDefault");
      assertThat(pod.getContainers()).as(name).singleElement();
      Container container = pod.getContainers().getFirst();
      SecurityContext security = container.getSecurityContext();
      assertThat(security.getAllowPrivilegeEscalation()).as(name).isFalse();
      assertThat(security.getReadOnlyRootFilesystem()).as(name).isTrue();
      assertThat(security.getCapabilities().getDrop()).as(name).containsExactly("ALL");
      assertThat(security.getPrivileged()).as(name).isNull();
      assertThat(container.getStartupProbe()).as(name).isNotNull();
      assertThat(container.getLivenessProbe()).as(name).isNotNull();
      assertThat(container.getReadinessProbe()).as(name).isNotNull();
      assertThat(container.getResources().getRequests()).as(name).containsKeys("cpu", "memory");
      assertThat(container.getResources().getLimits()).as(name).containsKey("memory");
      assertThat(container.getVolumeMounts().stream().map(VolumeMount::getMountPath))
          .as("%s can write where Java wants to", name)
          .contains("/tmp");
    }
  }

  @Test
  void secrets_are_only_referred_to() throws IOException {
    List<HasMetadata> all = everything();

    assertThat(all).noneMatch(object -> object.getKind().equals("Secret"));
    for (Deployment deployment : deployments(all)) {
      for (EnvVar variable :
          deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv()) {
        if (variable.getName().matches(".*(PASSWORD|USERNAME|TOKEN|JAAS).*")) {
          assertThat(variable.getValue()).as(variable.getName()).isNull();
          assertThat(variable.getValueFrom().getSecretKeyRef()).isNotNull();
        }
      }
    }
  }

  @Test
  void no_file_lies_there_unused() throws IOException {
    Set<Path> used = new TreeSet<>();
    for (Path file : Kustomization.files(ROOT)) {
      if (file.endsWith("kustomization.yaml")) {
        Kustomization part = Kustomization.of(file.getParent());
        used.add(file);
        used.addAll(part.resources());
        used.addAll(part.settings());
      }
    }

    assertThat(Kustomization.files(ROOT)).allMatch(used::contains);
    assertThat(used).allMatch(Files::exists);
  }

  @Test
  void an_account_holds_what_its_kinds_need_and_nothing_else() throws IOException {
    try (SimulatedCluster cluster = cluster();
        KubernetesClient admin = client(cluster, cluster.token())) {
      applied(admin, "east");
      try (KubernetesClient db = client(cluster, cluster.tokenOf("rekindle", "worker-db"));
          KubernetesClient redis = client(cluster, cluster.tokenOf("rekindle", "worker-redis"));
          KubernetesClient k8s = client(cluster, cluster.tokenOf("rekindle", "worker-k8s"))) {
        assertThat(may(db, "get", "", "secrets", "system-database")).isTrue();
        assertThat(may(db, "get", "", "secrets", "system-seed")).isFalse();
        assertThat(may(db, "patch", "apps", "deployments", "system-app")).isFalse();
        assertThat(may(redis, "patch", "apps", "deployments", "backend-redis")).isTrue();
        assertThat(may(redis, "get", "", "secrets", "system-database")).isFalse();
        assertThat(may(k8s, "patch", "", "secrets", "system-app")).isTrue();
        assertThat(may(k8s, "delete", "", "secrets", "system-app")).isFalse();
        assertThat(may(k8s, "list", "", "secrets", null)).isFalse();
      }
    }
  }

  private static boolean may(
      KubernetesClient client, String verb, String group, String resource, String name) {
    SelfSubjectAccessReview answer =
        client
            .authorization()
            .v1()
            .selfSubjectAccessReview()
            .create(
                new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withNewResourceAttributes()
                    .withNamespace(APPLICATION)
                    .withVerb(verb)
                    .withGroup(group)
                    .withResource(resource)
                    .withName(name)
                    .endResourceAttributes()
                    .endSpec()
                    .build());
    return answer.getStatus().getAllowed();
  }
}
