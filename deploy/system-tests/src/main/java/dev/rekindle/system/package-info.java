/** Root of this module. */
@NullMarked
package dev.rekindle.system;

import org.jspecify.annotations.NullMarked;
