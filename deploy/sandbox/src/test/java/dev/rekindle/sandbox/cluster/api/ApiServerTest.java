package dev.rekindle.sandbox.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {
  @TempDir Path directory;
  SimulatedCluster cluster;
  KubernetesClient client;

  @BeforeEach
  void start() {
    cluster = SimulatedCluster.start(ClusterSettings.in(directory));
    client = client(cluster.token());
  }

  KubernetesClient client(String token) {
    var config = new ConfigBuilder().withMasterUrl(cluster.url()).withOauthToken(token);
    return new KubernetesClientBuilder()
        .withConfig(config.withNamespace("threescale").withRequestRetryBackoffLimit(0).build())
        .build();
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  ConfigMap map(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("a", value)
        .build();
  }

  @Test
  void the_address_may_carry_the_token_as_kubectl_needs_it() throws Exception {
    // When
    int right = get("/as/" + cluster.token() + "/api/v1/namespaces/threescale/pods");

    // Then
    assertThat(right).isEqualTo(200);
    assertThat(get("/as/other/api/v1/namespaces/threescale/pods")).isEqualTo(401);
    assertThat(get("/api/v1/namespaces/threescale/pods")).isEqualTo(403);
  }

  private int get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(cluster.url() + path)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void a_stale_write_is_refused_with_conflict() {
    ConfigMap first = client.resource(map("m", "1")).create();
    client.resource(map("m", "2")).update();
    assertThatThrownBy(() -> client.resource(first.edit().addToData("a", "3").build()).update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(409);
              assertThat(e.getStatus().getReason()).isEqualTo("Conflict");
            });
  }

  @Test
  void a_watch_sees_creation_change_and_deletion() {
    List<String> seen = new CopyOnWriteArrayList<>();
    var watch =
        client
            .configMaps()
            .withName("m")
            .watch(
                new Watcher<ConfigMap>() {
                  @Override
                  public void eventReceived(Action action, ConfigMap object) {
                    seen.add(action.name());
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                });
    client.resource(map("m", "1")).create();
    client.resource(map("m", "2")).update();
    client.configMaps().withName("m").delete();
    Awaitility.await()
        .untilAsserted(() -> assertThat(seen).containsExactly("ADDED", "MODIFIED", "DELETED"));
    watch.close();
  }

  @Test
  void a_service_account_without_a_role_may_nothing() {
    try (KubernetesClient small = client(cluster.tokenOf("threescale", "default"))) {
      assertThatThrownBy(() -> small.pods().list())
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
    }
  }
}
