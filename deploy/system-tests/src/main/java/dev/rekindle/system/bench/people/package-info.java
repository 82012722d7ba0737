/**
 * What those outside cost a coordinator: alerts that come in a storm, and people who look at it.
 *
 * <p>Not here: what a restore costs ({@code bench}).
 */
@NullMarked
package dev.rekindle.system.bench.people;

import org.jspecify.annotations.NullMarked;
