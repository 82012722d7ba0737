/** Root of this module. */
@NullMarked
package dev.rekindle.cli;

import org.jspecify.annotations.NullMarked;
