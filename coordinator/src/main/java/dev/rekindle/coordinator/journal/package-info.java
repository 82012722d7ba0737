/**
 * Adapter: the journal in PostgreSQL. Events, projection, outbox and inbox change in one
 * transaction, guarded by {@code (restore_id, seq)}.
 *
 * <p>The {@code ...Row}s are entities and never leave this package. Not here: decisions.
 */
@NullMarked
package dev.rekindle.coordinator.journal;

import org.jspecify.annotations.NullMarked;
