/**
 * Sending a snapshot to a running server: batches of keys, each in one transaction with the fence
 * and the position, over several connections.
 *
 * <p>Not here: whether it may be done, proving it, files.
 */
@NullMarked
package dev.rekindle.worker.redis.wire;

import org.jspecify.annotations.NullMarked;
