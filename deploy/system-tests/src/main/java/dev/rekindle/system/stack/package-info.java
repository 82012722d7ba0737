/**
 * The whole installation on one machine: sandbox, coordinator, workers, as processes of their own.
 * Not here: restores.
 */
@NullMarked
package dev.rekindle.system.stack;

import org.jspecify.annotations.NullMarked;
