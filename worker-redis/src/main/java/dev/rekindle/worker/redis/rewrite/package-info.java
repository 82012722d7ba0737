/**
 * Letting a server write its append-only log anew.
 *
 * <p>Not here: loading a snapshot.
 */
@NullMarked
package dev.rekindle.worker.redis.rewrite;

import org.jspecify.annotations.NullMarked;
