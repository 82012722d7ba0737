/** Root of this module. */
@NullMarked
package dev.rekindle.coordinator;

import org.jspecify.annotations.NullMarked;
