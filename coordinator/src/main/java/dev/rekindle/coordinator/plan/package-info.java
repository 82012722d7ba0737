/**
 * What a recovery plan is and when it is valid: a {@link dev.rekindle.coordinator.plan.RestorePlan}
 * that exists has no problem and no cycle.
 *
 * <p>Pure: no clock, no randomness, no I/O, no YAML, no stage kinds. Reading texts is the subject
 * of {@code plan.yaml}.
 */
@NullMarked
package dev.rekindle.coordinator.plan;

import org.jspecify.annotations.NullMarked;
