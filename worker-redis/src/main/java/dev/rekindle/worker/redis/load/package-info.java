/**
 * Replacing what a Redis server holds by a snapshot, so that it cannot be lost and cannot be
 * thought done when it is not.
 *
 * <p>Not here: how a cluster or a volume is reached.
 */
@NullMarked
package dev.rekindle.worker.redis.load;

import org.jspecify.annotations.NullMarked;
