package dev.rekindle.worker.k8s.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class K8sSettingsTest {

  private static K8sSettings settings(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        // What Quarkus brings: "10s" is no ISO duration.
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(K8sSettings.class)
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(K8sSettings.class);
  }

  @Test
  void defaults_are_these() {
    // Given // When
    K8sSettings settings = settings(Map.of());

    // Then
    assertThat(settings.poll()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.settle()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.patience()).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void everything_can_be_set() {
    // Given // When
    K8sSettings settings =
        settings(
            Map.of(
                "rekindle.worker.k8s.poll", "1s",
                "rekindle.worker.k8s.settle", "2s",
                "rekindle.worker.k8s.patience", "3m"));

    // Then
    assertThat(settings.poll()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.settle()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.patience()).isEqualTo(Duration.ofMinutes(3));
  }
}
