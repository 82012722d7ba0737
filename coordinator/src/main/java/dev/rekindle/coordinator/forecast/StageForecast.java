package dev.rekindle.coordinator.forecast;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * How long one stage should take: the median of what it took for each byte, times its bytes; the
 * median of what it took, where it reads no artefact of which a byte counts. A median, so that one
 * run on a bad day says nothing.
 */
final class StageForecast {

  /** Below this, what a stage does beside reading weighs more than what it reads. */
  static final long BYTES_THAT_COUNT = 8L << 20;

  private StageForecast() {}

  /**
   * Empty when it never ran.
   *
   * @param runs of this stage
   * @param bytesOf what a run read
   * @param bytes what it will read; 0 for nothing that is known
   */
  static Optional<Duration> of(List<StageRun> runs, ToLongFunction<StageRun> bytesOf, long bytes) {
    List<StageRun> whole = unbroken(runs);
    List<StageRun> rated =
        whole.stream().filter(run -> bytesOf.applyAsLong(run) >= BYTES_THAT_COUNT).toList();
    if (bytes >= BYTES_THAT_COUNT && !rated.isEmpty()) {
      double[] rates =
          rated.stream()
              .mapToDouble(run -> (double) run.took().toMillis() / bytesOf.applyAsLong(run))
              .toArray();
      return Optional.of(Duration.ofMillis(Math.round(median(rates) * bytes)));
    }
    return whole.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Duration.ofMillis(
                Math.round(
                    median(whole.stream().mapToDouble(run -> run.took().toMillis()).toArray()))));
  }

  /** Runs that were done at the first attempt say more; where there is none, the others must do. */
  private static List<StageRun> unbroken(List<StageRun> runs) {
    List<StageRun> first = runs.stream().filter(run -> run.attempts() == 1).toList();
    return first.isEmpty() ? runs : first;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
