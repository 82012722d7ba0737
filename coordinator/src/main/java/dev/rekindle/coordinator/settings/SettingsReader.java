package dev.rekindle.coordinator.settings;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Translates the configuration into plain records. */
public final class SettingsReader {

  private SettingsReader() {}

  /** The settings, read once at the start. */
  @Produces
  @Singleton
  public static CoordinatorSettings settings(CoordinatorConfig config) {
    Path catalog = config.catalog().directory();
    return new CoordinatorSettings(
        catalog,
        config.policy().file().orElseGet(() -> catalog.resolve("policies.yaml")),
        stores(config.artifact()),
        config.lease().length(),
        config.dispatch().answerLimit(),
        config.reminder().interval(),
        config.approval().required(),
        config.presence().limit(),
        config.inbox().retention(),
        config.trace().endpoint(),
        config.logs().link(),
        new CoordinatorSettings.Access(
            config.access().mode() == CoordinatorConfig.Access.Mode.LOGIN,
            config.access().adminTokenHash(),
            config.access().openToNetwork(),
            config.access().clientCertificate()),
        rates(config.rate()),
        new CoordinatorSettings.Outbox(config.outbox().poll(), config.outbox().batch()),
        new CoordinatorSettings.Wakeup(config.wakeup().poll(), config.wakeup().batch()),
        new CoordinatorSettings.Messaging(
            config.reports().group(),
            config.reports().readers(),
            config.topics().create(),
            config.topics().partitions(),
            config.topics().replication()));
  }

  private static CoordinatorSettings.Rates rates(CoordinatorConfig.Rate rate) {
    return new CoordinatorSettings.Rates(
        new CoordinatorSettings.Rate(rate.api().perMinute(), rate.api().burst()),
        new CoordinatorSettings.Rate(rate.alerts().perMinute(), rate.alerts().burst()),
        new CoordinatorSettings.Rate(rate.logins().perMinute(), rate.logins().burst()));
  }

  private static Map<String, Path> stores(CoordinatorConfig.Artifact artifact) {
    return artifact.stores().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, store -> store.getValue().directory()));
  }
}
