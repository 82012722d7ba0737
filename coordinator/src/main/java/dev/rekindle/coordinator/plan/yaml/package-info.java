/**
 * Turns the YAML text of a plan into a {@link dev.rekindle.coordinator.plan.RestorePlan}, or into
 * everything that is wrong with it.
 *
 * <p>Not here: rules about the graph (see {@code plan}) and where texts come from.
 */
@NullMarked
package dev.rekindle.coordinator.plan.yaml;

import org.jspecify.annotations.NullMarked;
