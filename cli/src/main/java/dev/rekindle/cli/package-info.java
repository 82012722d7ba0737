/**
 * {@code rekindle} for a terminal: a thin client of the HTTP API. Exit status: 0 done, 1 the
 * coordinator refused or a restore did not succeed, 2 wrong usage, 3 the coordinator cannot be
 * reached.
 *
 * <p>Not here: any decision about restores.
 */
@NullMarked
package dev.rekindle.cli;

import org.jspecify.annotations.NullMarked;
