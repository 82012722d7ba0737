/**
 * The worker's half of the protocol: admission, heartbeats, cancels, reports.
 *
 * <p>Not here: what a stage does. Kafka is known to the classes named after it only.
 */
@NullMarked
package dev.rekindle.worker.kit.protocol;

import org.jspecify.annotations.NullMarked;
