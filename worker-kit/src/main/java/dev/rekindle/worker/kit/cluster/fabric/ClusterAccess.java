package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.settings.WorkerSettings.Access;
import dev.rekindle.worker.kit.settings.WorkerSettings.ClusterSettings;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is reached.
 *
 * @param kubeconfig null for the account of the worker's own pod
 * @param context null for the kubeconfig's current one
 */
public record ClusterAccess(
    @Nullable Path kubeconfig,
    @Nullable String context,
    Access access,
    Duration requestTimeout,
    Duration connectTimeout) {

  /** By a kubeconfig's current context, pods directly. */
  public static ClusterAccess of(Path kubeconfig) {
    return new ClusterAccess(
        kubeconfig, null, Access.DIRECT, Duration.ofSeconds(15), Duration.ofSeconds(5));
  }

  static ClusterAccess of(@Nullable ClusterSettings settings) {
    if (settings == null) {
      return new ClusterAccess(
          null, null, Access.DIRECT, Duration.ofSeconds(15), Duration.ofSeconds(5));
    }
    return new ClusterAccess(
        settings.kubeconfig().map(Path::of).orElse(null),
        settings.context().orElse(null),
        settings.access(),
        settings.requestTimeout(),
        settings.connectTimeout());
  }

  Config config() {
    return new ConfigBuilder(base())
        .withRequestTimeout((int) requestTimeout.toMillis())
        .withConnectionTimeout((int) connectTimeout.toMillis())
        // The client's own default is ten, for POST too: only the coordinator retries.
        .withRequestRetryBackoffLimit(2)
        .withWebsocketPingInterval(10_000L)
        .build();
  }

  private Config base() {
    if (kubeconfig == null) {
      return Config.autoConfigure(context);
    }
    if (!Files.isReadable(kubeconfig)) {
      throw StageProblem.passing(
          ProblemCode.TARGET_UNREACHABLE, "Kubeconfig " + kubeconfig + " cannot be read");
    }
    return Config.fromKubeconfig(context, kubeconfig.toFile());
  }
}
