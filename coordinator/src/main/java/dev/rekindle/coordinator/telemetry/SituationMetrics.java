package dev.rekindle.coordinator.telemetry;

import dev.rekindle.contract.stage.Pool;
import dev.rekindle.coordinator.engine.ClusterDirectory;
import dev.rekindle.coordinator.exchange.ReportsHorizon;
import dev.rekindle.coordinator.view.Situation;
import dev.rekindle.coordinator.view.WorkersSeen;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Gauges of how things stand, looked at every ten seconds; every coordinator shows the same, so
 * take the maximum over them. {@code rekindle_restore_open_seconds} and {@code
 * rekindle_restore_quiet_seconds} by application, cluster, mode and state; {@code
 * rekindle_outbox_messages} and {@code rekindle_outbox_oldest_seconds}; {@code rekindle_workers} by
 * cluster and pool; {@code rekindle_reports_behind_seconds}.
 */
@ApplicationScoped
public class SituationMetrics {

  private static final Logger LOG = Logger.getLogger(SituationMetrics.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Situation situation;
  private final WorkersSeen workers;
  private final ClusterDirectory clusters;
  private final ReportsHorizon horizon;
  private final MultiGauge open;
  private final MultiGauge quiet;
  private final MultiGauge seen;
  private final MultiGauge outbox;
  private final MultiGauge oldest;
  private final MultiGauge behind;
  private final Thread thread = Thread.ofVirtual().name("rekindle-situation").unstarted(this::run);

  SituationMetrics(
      MeterRegistry registry,
      Situation situation,
      WorkersSeen workers,
      ClusterDirectory clusters,
      ReportsHorizon horizon) {
    this.situation = situation;
    this.workers = workers;
    this.clusters = clusters;
    this.horizon = horizon;
    open = gauge(registry, "rekindle.restore.open", "Age of each restore that has not ended");
    quiet = gauge(registry, "rekindle.restore.quiet", "Since its last fact");
    seen = MultiGauge.builder("rekindle.workers").description("Workers seen").register(registry);
    outbox =
        MultiGauge.builder("rekindle.outbox.messages")
            .description("Messages that Kafka has not confirmed")
            .register(registry);
    oldest = gauge(registry, "rekindle.outbox.oldest", "Age of the oldest of them");
    behind = gauge(registry, "rekindle.reports.behind", "Since all reports were dealt with");
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).baseUnit("seconds").register(registry);
  }

  void start(@Observes StartupEvent event) {
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      // The coordinator ends.
    }
  }

  private void look() {
    try {
      Situation.Seen now = situation.look();
      open.register(rows(now, one -> one.age().toSeconds()), true);
      quiet.register(rows(now, one -> one.quiet().toSeconds()), true);
      outbox.register(List.of(Row.of(Tags.empty(), now.outgoing().messages())), true);
      oldest.register(List.of(Row.of(Tags.empty(), now.outgoing().oldest().toSeconds())), true);
      seen.register(clusters.clusters().stream().flatMap(this::workers).toList(), true);
      horizon
          .read()
          .map(read -> Math.max(0, Duration.between(read.upTo(), Instant.now()).toSeconds()))
          .ifPresent(late -> behind.register(List.of(Row.of(Tags.empty(), late)), true));
    } catch (RuntimeException e) {
      // Gauges of before would tell that all is well.
      List.of(open, quiet, outbox, oldest, behind).forEach(one -> one.register(List.of(), true));
      LOG.debugf("Nothing can be seen now cause=%s", e);
    }
  }

  private static List<Row<?>> rows(Situation.Seen now, ToLongFunction<Situation.Open> value) {
    return now.open().stream()
        .<Row<?>>map(one ->
            Row.of(
                Tags.of(
                    "application", one.application(),
                    "cluster", one.cluster(),
                    "mode", one.mode().toLowerCase(Locale.ROOT),
                    "state", one.state().toLowerCase(Locale.ROOT)),
                value.applyAsLong(one)))
        .toList();
  }

  /** Zero for a pool that is missing, so that an alert can see it. */
  private Stream<Row<?>> workers(String cluster) {
    List<WorkersSeen.Seen> there = workers.in(cluster, Instant.now());
    return Arrays.stream(Pool.values())
        .map(pool ->
            Row.of(
                Tags.of("cluster", cluster, "pool", pool.wireName()),
                there.stream().filter(worker -> worker.presence().pool() == pool).count()));
  }
}
