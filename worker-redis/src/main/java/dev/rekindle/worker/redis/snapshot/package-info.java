/**
 * Taking a snapshot of a server into a backup set.
 *
 * <p>Not here: reading snapshots, loading them.
 */
@NullMarked
package dev.rekindle.worker.redis.snapshot;

import org.jspecify.annotations.NullMarked;
