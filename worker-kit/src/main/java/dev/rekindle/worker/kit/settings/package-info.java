/**
 * The settings of a worker, with their defaults.
 *
 * <p>Not here: anything but declarations.
 */
@NullMarked
package dev.rekindle.worker.kit.settings;

import org.jspecify.annotations.NullMarked;
