/**
 * Tells people and programs outside that a restore needs them or has ended, by HTTP and mail. Reads
 * what was journaled from Kafka, each target at its own pace, so that one that is away delays
 * nobody.
 *
 * <p>Not here: what waits for people (the core journals it, reminders included).
 */
@NullMarked
package dev.rekindle.coordinator.notify;

import org.jspecify.annotations.NullMarked;
