/**
 * What people are shown: lists, journals, progress and workers, as values, and the ports to read
 * them.
 *
 * <p>Pure. Not here: decisions. Nothing here decides what a restore does next.
 */
@NullMarked
package dev.rekindle.coordinator.view;

import org.jspecify.annotations.NullMarked;
