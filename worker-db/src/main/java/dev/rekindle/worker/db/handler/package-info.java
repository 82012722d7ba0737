/**
 * The stage kinds of the pool {@code db}: from specification and attempt to the library and back.
 *
 * <p>Not here: SQL, and how a dump is read.
 */
@NullMarked
package dev.rekindle.worker.db.handler;

import org.jspecify.annotations.NullMarked;
