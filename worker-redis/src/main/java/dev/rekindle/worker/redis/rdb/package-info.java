/**
 * Redis snapshot files: a streaming walk over their whole structure with its checksum, and nothing
 * of the keys kept.
 *
 * <p>Not here: what the content means for a restore, and any I/O but reading one stream.
 */
@NullMarked
package dev.rekindle.worker.redis.rdb;

import org.jspecify.annotations.NullMarked;
