/**
 * Stand-ins for handler tests.
 *
 * <p>Not here: anything that product code uses.
 */
@NullMarked
package dev.rekindle.worker.kit.testing;

import org.jspecify.annotations.NullMarked;
