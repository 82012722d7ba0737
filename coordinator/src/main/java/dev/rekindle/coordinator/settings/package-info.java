/**
 * The settings under {@code rekindle.coordinator}, with their defaults, and the plain records that
 * the rest of the coordinator reads.
 *
 * <p>Not here: any behaviour. Only this package knows the configuration library.
 */
@NullMarked
package dev.rekindle.coordinator.settings;

import org.jspecify.annotations.NullMarked;
