/**
 * What a stage handler is: its input, its outcomes, its failures.
 *
 * <p>Not here: messages, Kafka, clusters. A handler that only uses this package can be tested with
 * a {@code FakeAttempt}.
 */
@NullMarked
package dev.rekindle.worker.kit.stage;

import org.jspecify.annotations.NullMarked;
