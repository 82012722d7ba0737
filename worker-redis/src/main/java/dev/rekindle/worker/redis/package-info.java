/** Root of this module. */
@NullMarked
package dev.rekindle.worker.redis;

import org.jspecify.annotations.NullMarked;
