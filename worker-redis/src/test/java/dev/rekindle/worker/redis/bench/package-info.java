/**
 * Benchmarks of both ways into Redis, and the table of what the documented procedure loses: run by
 * the launcher in a process of their own.
 *
 * <p>Not here: tests.
 */
@NullMarked
package dev.rekindle.worker.redis.bench;

import org.jspecify.annotations.NullMarked;
