/**
 * Adapter: Kafka. Reports and presence of workers come in, commands and facts go out.
 *
 * <p>Plain clients on threads of their own: acknowledgement, dead letters and end offsets are then
 * under control. Not here: what a report means.
 */
@NullMarked
package dev.rekindle.coordinator.messaging;

import org.jspecify.annotations.NullMarked;
