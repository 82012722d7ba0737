package dev.rekindle.worker.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.stage.Pool;
import dev.rekindle.worker.kit.settings.WorkerSettings.Access;
import dev.rekindle.worker.kit.settings.WorkerSettings.ClusterSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {

  private static WorkerSettings settings(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        // What Quarkus brings: "10s" is no ISO duration.
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(WorkerSettings.class)
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(WorkerSettings.class);
  }

  @Test
  void defaults_are_these() {
    // Given // When
    WorkerSettings settings =
        settings(
            Map.of("rekindle.worker.pool", "db", "rekindle.worker.cluster.east.kubeconfig", "/k"));

    // Then
    assertThat(settings.pool()).isEqualTo(Pool.DB);
    assertThat(settings.clusters()).isEmpty();
    assertThat(settings.instance()).isEmpty();
    assertThat(settings.version()).isEqualTo("unknown");
    assertThat(settings.capacity()).isEqualTo(8);
    assertThat(settings.queue()).isEqualTo(16);
    assertThat(settings.checks()).isEqualTo(8);
    assertThat(settings.presence()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.stopping()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.kafka().bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(settings.kafka().partitions()).isEqualTo(4);
    assertThat(settings.trace().endpoint()).isEmpty();
    assertThat(settings.kafka().client()).isEmpty();
    assertThat(settings.artifact().stores()).isEmpty();
    assertThat(settings.helper().image()).isEqualTo("registry.access.redhat.com/ubi9/ubi:latest");
    assertThat(settings.helper().user()).isEmpty();
    ClusterSettings east = settings.cluster().get("east");
    assertThat(east.context()).isEmpty();
    assertThat(east.access()).isEqualTo(Access.DIRECT);
    assertThat(east.requestTimeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(east.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void everything_can_be_set() {
    // Given // When
    WorkerSettings settings =
        settings(
            Map.ofEntries(
                Map.entry("rekindle.worker.pool", "k8s"),
                Map.entry("rekindle.worker.clusters", "east,west"),
                Map.entry("rekindle.worker.instance", "w1"),
                Map.entry("rekindle.worker.kafka.client.security.protocol", "SSL"),
                Map.entry("kafka.bootstrap.servers", "broker:1"),
                Map.entry("rekindle.worker.helper.user", "1001"),
                Map.entry("rekindle.worker.cluster.west.context", "admin"),
                Map.entry("rekindle.worker.cluster.west.access", "port-forward"),
                Map.entry("rekindle.worker.artifact.stores.backups.directory", "/b")));

    // Then
    assertThat(settings.clusters()).contains(List.of("east", "west"));
    assertThat(settings.helper().user()).hasValue(1001);
    assertThat(settings.instance()).contains("w1");
    assertThat(settings.kafka().bootstrapServers()).isEqualTo("broker:1");
    assertThat(settings.kafka().client()).containsEntry("security.protocol", "SSL");
    assertThat(settings.cluster().get("west").context()).contains("admin");
    assertThat(settings.cluster().get("west").access()).isEqualTo(Access.PORT_FORWARD);
    assertThat(settings.artifact().stores().get("backups").directory()).isEqualTo("/b");
  }
}
