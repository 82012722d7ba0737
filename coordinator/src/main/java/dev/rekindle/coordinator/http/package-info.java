/**
 * Adapter: the HTTP API under {@code /api/v1}. Resources are records; errors are problem documents
 * (RFC 9457) with a {@code code}.
 *
 * <p>Not here: decisions, tables, Kafka.
 */
@NullMarked
package dev.rekindle.coordinator.http;

import org.jspecify.annotations.NullMarked;
