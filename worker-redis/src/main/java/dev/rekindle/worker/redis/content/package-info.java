/**
 * What a Redis server holds, as values: counts and digests by logical database that do not depend
 * on encodings, and which keys are left out of a comparison, and why.
 *
 * <p>Not here: reading files, talking to servers.
 */
@NullMarked
package dev.rekindle.worker.redis.content;

import org.jspecify.annotations.NullMarked;
