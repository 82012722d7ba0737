/**
 * Messages that wait for Kafka: what the journal stores and the relay sends.
 *
 * <p>Pure. Not here: tables, Kafka, and what the messages say.
 */
@NullMarked
package dev.rekindle.coordinator.outbox;

import org.jspecify.annotations.NullMarked;
