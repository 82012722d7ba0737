/**
 * Recordings of what a version said and journaled, for the tests of later versions. Not here: the
 * tests, which live where the records are read.
 */
@NullMarked
package dev.rekindle.system.record;

import org.jspecify.annotations.NullMarked;
