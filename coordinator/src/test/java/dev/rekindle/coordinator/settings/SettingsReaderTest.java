package dev.rekindle.coordinator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {

  @Test
  void every_default_is_this() {
    // When
    CoordinatorSettings settings = read(Map.of());

    // Then
    assertThat(settings)
        .isEqualTo(
            new CoordinatorSettings(
                Path.of("catalog"),
                Path.of("catalog/policies.yaml"),
                Map.of(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(30),
                true,
                Duration.ofSeconds(30),
                Duration.ofDays(14),
                Optional.empty(),
                Optional.empty(),
                new CoordinatorSettings.Access(
                    false, Optional.empty(), false, CoordinatorSettings.ClientCertificate.NONE),
                new CoordinatorSettings.Rates(
                    new CoordinatorSettings.Rate(6_000, 2_000),
                    new CoordinatorSettings.Rate(12_000, 20_000),
                    new CoordinatorSettings.Rate(30, 30)),
                new CoordinatorSettings.Outbox(Duration.ofMillis(500), 128),
                new CoordinatorSettings.Wakeup(Duration.ofMillis(250), 32),
                new CoordinatorSettings.Messaging(
                    "rekindle-coordinator", 4, true, 12, (short) -1)));
  }

  @Test
  void every_key_is_read() {
    // Given
    Map<String, String> keys =
        Map.ofEntries(
            Map.entry("rekindle.coordinator.catalog.directory", "/c"),
            Map.entry("rekindle.coordinator.policy.file", "/p.yaml"),
            Map.entry("rekindle.coordinator.artifact.stores.main.directory", "/b"),
            Map.entry("rekindle.coordinator.lease.length", "PT6S"),
            Map.entry("rekindle.coordinator.dispatch.answer-limit", "PT8S"),
            Map.entry("rekindle.coordinator.reminder.interval", "PT1M"),
            Map.entry("rekindle.coordinator.approval.required", "false"),
            Map.entry("rekindle.coordinator.presence.limit", "PT9S"),
            Map.entry("rekindle.coordinator.inbox.retention", "P8D"),
            Map.entry("rekindle.coordinator.access.mode", "login"),
            Map.entry("rekindle.coordinator.access.admin-token-hash", "ab"),
            Map.entry("rekindle.coordinator.access.open-to-network", "true"),
            Map.entry("rekindle.coordinator.access.client-certificate", "required"),
            Map.entry("rekindle.coordinator.rate.api.per-minute", "1"),
            Map.entry("rekindle.coordinator.rate.api.burst", "2"),
            Map.entry("rekindle.coordinator.rate.alerts.per-minute", "3"),
            Map.entry("rekindle.coordinator.rate.alerts.burst", "4"),
            Map.entry("rekindle.coordinator.rate.logins.per-minute", "5"),
            Map.entry("rekindle.coordinator.rate.logins.burst", "6"),
            Map.entry("rekindle.coordinator.trace.endpoint", "http://c:4318/v1/traces"),
            Map.entry("rekindle.coordinator.logs.link", "https://l/{restore}"),
            Map.entry("rekindle.coordinator.outbox.poll", "PT1S"),
            Map.entry("rekindle.coordinator.outbox.batch", "1"),
            Map.entry("rekindle.coordinator.wakeup.poll", "PT2S"),
            Map.entry("rekindle.coordinator.wakeup.batch", "2"),
            Map.entry("rekindle.coordinator.reports.group", "g"),
            Map.entry("rekindle.coordinator.reports.readers", "2"),
            Map.entry("rekindle.coordinator.topics.create", "false"),
            Map.entry("rekindle.coordinator.topics.partitions", "7"),
            Map.entry("rekindle.coordinator.topics.replication", "3"));

    // When
    CoordinatorSettings settings = read(keys);

    // Then
    assertThat(settings)
        .isEqualTo(
            new CoordinatorSettings(
                Path.of("/c"),
                Path.of("/p.yaml"),
                Map.of("main", Path.of("/b")),
                Duration.ofSeconds(6),
                Duration.ofSeconds(8),
                Duration.ofMinutes(1),
                false,
                Duration.ofSeconds(9),
                Duration.ofDays(8),
                Optional.of("http://c:4318/v1/traces"),
                Optional.of("https://l/{restore}"),
                new CoordinatorSettings.Access(
                    true, Optional.of("ab"), true, CoordinatorSettings.ClientCertificate.REQUIRED),
                new CoordinatorSettings.Rates(
                    new CoordinatorSettings.Rate(1, 2),
                    new CoordinatorSettings.Rate(3, 4),
                    new CoordinatorSettings.Rate(5, 6)),
                new CoordinatorSettings.Outbox(Duration.ofSeconds(1), 1),
                new CoordinatorSettings.Wakeup(Duration.ofSeconds(2), 2),
                new CoordinatorSettings.Messaging("g", 2, false, 7, (short) 3)));
  }

  @Test
  void a_link_that_a_browser_would_run_is_refused() {
    assertThatThrownBy(() -> read(Map.of("rekindle.coordinator.logs.link", "javascript:alert(1)")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rekindle.coordinator.logs.link");
  }

  private static CoordinatorSettings read(Map<String, String> keys) {
    return SettingsReader.settings(
        new SmallRyeConfigBuilder()
            .withMapping(CoordinatorConfig.class)
            .withSources(new PropertiesConfigSource(keys, "test", 100))
            .build()
            .getConfigMapping(CoordinatorConfig.class));
  }
}
