package dev.rekindle.worker.kit.kafka;

import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.worker.kit.cluster.Clusters;
import dev.rekindle.worker.kit.health.AttemptMetrics;
import dev.rekindle.worker.kit.health.AttemptTraces;
import dev.rekindle.worker.kit.protocol.DeskSettings;
import dev.rekindle.worker.kit.protocol.HandlerRegistry;
import dev.rekindle.worker.kit.protocol.RightsFirst;
import dev.rekindle.worker.kit.settings.WorkerSettings;
import dev.rekindle.worker.kit.stage.StageHandler;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Begins and ends the worker with its process. */
@ApplicationScoped
class WorkerBeans {

  private static final Logger LOG = Logger.getLogger(WorkerBeans.class);

  private final WorkerSettings settings;
  private final KafkaWorker worker;
  private final HandlerRegistry handlers;
  private final Optional<AttemptTraces> traces;

  WorkerBeans(
      WorkerSettings settings,
      Clusters clusters,
      @All List<StageHandler<?>> handlers,
      AttemptMetrics metrics) {
    this.settings = settings;
    this.handlers =
        new HandlerRegistry(settings.pool(), asking(settings.pool(), handlers, clusters));
    String instance = settings.instance().orElseGet(WorkerBeans::unique);
    this.traces =
        settings
            .trace()
            .endpoint()
            .map(endpoint ->
                new AttemptTraces(
                    endpoint, "worker-" + settings.pool().wireName(), instance, Clock.systemUTC()));
    this.worker =
        new KafkaWorker(
            new KafkaWorker.Identity(settings.pool(), settings.version(), settings.presence()),
            new DeskSettings(
                instance,
                clusters.names(),
                settings.capacity(),
                settings.queue(),
                settings.checks()),
            settings.kafka(),
            this.handlers,
            (attempt, kind, outcome, took) -> {
              metrics.ended(attempt, kind, outcome, took);
              traces.ifPresent(spans -> spans.ended(attempt, kind, outcome, took));
            });
    metrics.watch(worker::running);
  }

  /** Kinds of pool k8s ask by themselves: some need what only the captured originals name. */
  private static List<StageHandler<?>> asking(
      Pool pool, List<StageHandler<?>> handlers, Clusters clusters) {
    return pool == Pool.K8S
        ? handlers
        : handlers.stream()
            .<StageHandler<?>>map(handler -> RightsFirst.of(handler, clusters))
            .toList();
  }

  @Produces
  @Singleton
  HandlerRegistry registry() {
    return handlers;
  }

  boolean listening() {
    return worker.listening();
  }

  void begin(@Observes StartupEvent event) {
    LOG.infof(
        "Worker starts pool=%s kinds=%s",
        settings.pool().wireName(), handlers.kinds().stream().map(StageKind::wireName).toList());
    if (!handlers.missing().isEmpty()) {
      throw new IllegalStateException("No handler for " + handlers.missing());
    }
    worker.start();
  }

  void end(@Observes ShutdownEvent event) {
    worker.stop(settings.stopping());
    traces.ifPresent(AttemptTraces::close);
  }

  private static String unique() {
    return hostName()
        + "-"
        + ProcessHandle.current().pid()
        + "-"
        + UUID.randomUUID().toString().substring(0, 8);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "worker";
    }
  }
}
