/**
 * Adapter: the clock. Ticks every restore whose time has come.
 *
 * <p>Not here: what a tick leads to. Every coordinator ticks; a lost race is harmless.
 */
@NullMarked
package dev.rekindle.coordinator.wakeup;

import org.jspecify.annotations.NullMarked;
