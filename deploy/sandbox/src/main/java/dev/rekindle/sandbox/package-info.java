/** Root of this module. */
@NullMarked
package dev.rekindle.sandbox;

import org.jspecify.annotations.NullMarked;
