package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.stage.StageKind;
import java.time.Duration;

/** Counts what became of attempts. */
@FunctionalInterface
public interface AttemptMeter {

  /**
   * One attempt or check ended.
   *
   * @param outcome one of done, try-again, give-up, superseded, cancelled, clear, blocked
   */
  void ended(AttemptRef attempt, StageKind kind, String outcome, Duration took);
}
