/**
 * The importer as a program of its own, without coordinator and messages.
 *
 * <p>Not here: how an import is done (see {@code importer}).
 */
@NullMarked
package dev.rekindle.worker.db.command;

import org.jspecify.annotations.NullMarked;
