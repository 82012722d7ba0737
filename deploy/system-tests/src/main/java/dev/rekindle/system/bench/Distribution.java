package dev.rekindle.system.bench;

import java.util.List;

/** Sorted values of one measured quantity. */
public record Distribution(List<Double> sorted) {

  public Distribution {
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("Nothing was measured");
    }
    sorted = sorted.stream().sorted().toList();
  }

  /** The smallest value that at least this fraction of all values does not exceed. */
  public double quantile(double fraction) {
    int rank = (int) Math.ceil(fraction * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  public int count() {
    return sorted.size();
  }
}
