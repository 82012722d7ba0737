/**
 * Messages on their way: what the journal stores and the relay sends, and which arrived ones were
 * dealt with.
 *
 * <p>Pure. Not here: tables, Kafka, and what the messages say.
 */
@NullMarked
package dev.rekindle.coordinator.exchange;

import org.jspecify.annotations.NullMarked;
