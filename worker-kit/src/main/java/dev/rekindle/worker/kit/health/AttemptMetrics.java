package dev.rekindle.worker.kit.health;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.worker.kit.protocol.AttemptMeter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * {@code rekindle_worker_attempt_seconds} by kind and outcome, {@code rekindle_worker_attempts}
 * that are admitted and have not ended.
 */
@ApplicationScoped
public class AttemptMetrics implements AttemptMeter {

  private final MeterRegistry registry;

  AttemptMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Shows how many attempts there are. */
  public void watch(IntSupplier running) {
    Gauge.builder("rekindle.worker.attempts", running, IntSupplier::getAsInt)
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void ended(AttemptRef attempt, StageKind kind, String outcome, Duration took) {
    Timer.builder("rekindle.worker.attempt")
        .tag("kind", kind.wireName())
        .tag("outcome", outcome)
        .register(registry)
        .record(took);
  }
}
