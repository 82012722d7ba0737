/**
 * Makes a lost journal again from what Kafka keeps: a command of its own, which runs while no
 * coordinator does. Not here: recovery of a coordinator that has its journal, which is no code.
 */
@NullMarked
package dev.rekindle.coordinator.rebuild;

import org.jspecify.annotations.NullMarked;
