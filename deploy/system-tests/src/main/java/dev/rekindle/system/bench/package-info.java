/**
 * Benchmarks of the whole: real coordinator, broker and database, measured from the journal. Not
 * here: assertions; a benchmark reports what it saw.
 */
@NullMarked
package dev.rekindle.system.bench;

import org.jspecify.annotations.NullMarked;
