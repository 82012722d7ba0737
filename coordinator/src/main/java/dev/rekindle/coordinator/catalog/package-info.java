/**
 * Adapter: plans, applications, clusters and backup sets as files in directories.
 *
 * <p>Files are read when they are asked for, so an edit counts at once and no cache must be warm.
 * Not here: what a plan means.
 */
@NullMarked
package dev.rekindle.coordinator.catalog;

import org.jspecify.annotations.NullMarked;
