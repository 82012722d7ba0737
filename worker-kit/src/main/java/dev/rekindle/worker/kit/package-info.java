/** Root of this module. */
@NullMarked
package dev.rekindle.worker.kit;

import org.jspecify.annotations.NullMarked;
