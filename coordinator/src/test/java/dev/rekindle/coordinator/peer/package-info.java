/** What went wrong with other engines, tried on this one. */
@NullMarked
package dev.rekindle.coordinator.peer;

import org.jspecify.annotations.NullMarked;
