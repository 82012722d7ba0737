/**
 * Who does what for the how-manieth time: the identifiers that every message carries.
 *
 * <p>Not here: anything about what the attempt does.
 */
@NullMarked
package dev.rekindle.contract.attempt;

import org.jspecify.annotations.NullMarked;
