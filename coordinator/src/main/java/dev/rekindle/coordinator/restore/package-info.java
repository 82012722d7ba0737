/**
 * The state machine of a restore: inputs are decided into facts, facts evolve the state, facts have
 * effects. Start, reports, wishes of people, time-outs and crash recovery all take this one path.
 *
 * <p>Pure: no clock, no randomness, no I/O; time and fence tokens are arguments. Knows no stage
 * kinds: it schedules a graph.
 */
@NullMarked
package dev.rekindle.coordinator.restore;

import org.jspecify.annotations.NullMarked;
