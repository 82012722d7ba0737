/**
 * What tells an operator whether the worker works.
 *
 * <p>Not here: the protocol itself.
 */
@NullMarked
package dev.rekindle.worker.kit.health;

import org.jspecify.annotations.NullMarked;
