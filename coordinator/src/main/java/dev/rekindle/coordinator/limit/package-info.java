/**
 * How often somebody may do something.
 *
 * <p>Not here: who that is and what is limited ({@code http}).
 */
@NullMarked
package dev.rekindle.coordinator.limit;

import org.jspecify.annotations.NullMarked;
