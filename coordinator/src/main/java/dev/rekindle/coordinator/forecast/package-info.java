/**
 * How long a restore should take, judged by earlier ones.
 *
 * <p>Pure. Not here: where earlier runs are read from (see {@link
 * dev.rekindle.coordinator.forecast.StageRuns}), clocks.
 */
@NullMarked
package dev.rekindle.coordinator.forecast;

import org.jspecify.annotations.NullMarked;
