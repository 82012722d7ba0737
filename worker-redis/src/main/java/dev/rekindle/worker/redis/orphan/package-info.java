/**
 * Keys of things that the source of truth no longer has.
 *
 * <p>Not here: asking the source of truth; that is an earlier stage.
 */
@NullMarked
package dev.rekindle.worker.redis.orphan;

import org.jspecify.annotations.NullMarked;
