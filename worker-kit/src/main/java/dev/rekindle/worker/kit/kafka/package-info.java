/**
 * Carries the worker's half of the protocol over Kafka, on threads of its own.
 *
 * <p>Not here: what a message means.
 */
@NullMarked
package dev.rekindle.worker.kit.kafka;

import org.jspecify.annotations.NullMarked;
