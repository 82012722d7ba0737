/**
 * Restored jobs and counters: jobs must not run a second time unasked, and identifiers must not be
 * given out a second time.
 *
 * <p>Not here: loading, comparing.
 */
@NullMarked
package dev.rekindle.worker.redis.queue;

import org.jspecify.annotations.NullMarked;
