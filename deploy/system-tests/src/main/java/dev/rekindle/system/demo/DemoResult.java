package dev.rekindle.system.demo;

import java.time.Duration;

/**
 * How the demo ended.
 *
 * @param good the restore succeeded and both comparisons found no unexplained difference
 * @param lost number of unexplained differences
 * @param rto from the alert to the end
 */
public record DemoResult(boolean good, int lost, int kills, Duration rto, int stages) {}
