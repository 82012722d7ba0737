package dev.rekindle.coordinator.telemetry;

import dev.rekindle.coordinator.engine.Append;
import dev.rekindle.coordinator.exchange.AppendListener;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreState;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * {@code rekindle_facts_total} by type, {@code rekindle_stages_total} by outcome, and {@code
 * rekindle_restore_duration_seconds} by mode and outcome. Each coordinator counts what it appended,
 * so the sum over all of them is the truth.
 */
@ApplicationScoped
public class RestoreMetrics implements AppendListener {

  private final MeterRegistry registry;

  RestoreMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void appended(Append append) {
    append.facts().forEach(fact -> count(append.state(), fact));
  }

  private void count(RestoreState state, RestoreFact fact) {
    registry.counter("rekindle.facts", "type", fact.getClass().getSimpleName()).increment();
    switch (fact) {
      case RestoreFact.StageSucceeded _ -> stage("succeeded");
      case RestoreFact.StageSkipped _, RestoreFact.EndStageSkipped _ -> stage("skipped");
      case RestoreFact.StageCancelled _ -> stage("cancelled");
      case RestoreFact.AttemptFailed failed when failed.retryAt() == null -> stage("failed");
      case RestoreFact.RestoreSucceeded ended -> ended(state, ended.at());
      case RestoreFact.RestoreFailed ended -> ended(state, ended.at());
      case RestoreFact.RestoreCancelled ended -> ended(state, ended.at());
      case RestoreFact.OfRestore _, RestoreFact.OfStage _ -> {}
    }
  }

  private void stage(String outcome) {
    registry.counter("rekindle.stages", "outcome", outcome).increment();
  }

  private void ended(RestoreState state, Instant at) {
    registry
        .timer(
            "rekindle.restore.duration",
            "mode",
            state.order().mode().name().toLowerCase(Locale.ROOT),
            "outcome",
            state.step().name().toLowerCase(Locale.ROOT))
        .record(Duration.between(state.startedAt(), at));
  }
}
