/**
 * Pure streaming readers of dump files: bytes in, pieces with byte offsets out. Bytes stay bytes,
 * and memory is bounded by one chunk or one statement.
 *
 * <p>Not here: anything that talks to a server, and any decision about what to execute.
 */
@NullMarked
package dev.rekindle.worker.db.importer.input;

import org.jspecify.annotations.NullMarked;
