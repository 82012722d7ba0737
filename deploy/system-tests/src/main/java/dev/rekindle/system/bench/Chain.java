package dev.rekindle.system.bench;

import java.time.Duration;

/**
 * What was seen, of all measured restores together.
 *
 * @param first the first tenth of each restore's stages, whose journal is short
 * @param last the last tenth
 */
public record Chain(
    int restores,
    int stages,
    Distribution perStage,
    Distribution first,
    Distribution last,
    long repeated,
    Duration coordinatorReady) {

  /** Milliseconds that this fraction of all stages did not exceed. */
  public double millis(double fraction) {
    return perStage.quantile(fraction);
  }

  /** How many stages were measured. */
  public int measured() {
    return perStage.count();
  }
}
