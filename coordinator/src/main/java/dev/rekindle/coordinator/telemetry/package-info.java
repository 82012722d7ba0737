/**
 * Adapter: metrics, as a fold over the facts that went out, and traces, made of whole journals.
 *
 * <p>Not here: anything that a decision depends on.
 */
@NullMarked
package dev.rekindle.coordinator.telemetry;

import org.jspecify.annotations.NullMarked;
