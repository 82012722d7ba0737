/** Whole restores, timed. Not here: what they lose, apart from counting it. */
@NullMarked
package dev.rekindle.system.bench.restore;

import org.jspecify.annotations.NullMarked;
