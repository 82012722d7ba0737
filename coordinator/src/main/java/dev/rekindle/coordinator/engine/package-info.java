/**
 * The one loop of the coordinator (load, decide, append) and the ports it needs.
 *
 * <p>Not here: databases, Kafka, HTTP, Quarkus; rules about restores (see {@code restore}).
 */
@NullMarked
package dev.rekindle.coordinator.engine;

import org.jspecify.annotations.NullMarked;
