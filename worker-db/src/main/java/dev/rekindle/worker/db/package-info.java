/** Root of this module. */
@NullMarked
package dev.rekindle.worker.db;

import org.jspecify.annotations.NullMarked;
