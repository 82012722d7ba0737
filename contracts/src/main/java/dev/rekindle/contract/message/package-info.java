/**
 * Commands from the coordinator and reports from the workers, and the small values inside them.
 *
 * <p>Not here: the stage specifications themselves (see {@code stage}) and their JSON form (see
 * {@code codec}).
 */
@NullMarked
package dev.rekindle.contract.message;

import org.jspecify.annotations.NullMarked;
