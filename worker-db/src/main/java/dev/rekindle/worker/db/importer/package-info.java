/**
 * A library that imports dumps exactly once, resumable at its last committed chunk: {@code input}
 * reads dumps, {@code plan} holds the rules, {@code target} does the work, {@code mysql} and {@code
 * postgres} are the families. Of this product it knows the closed set of problem codes alone.
 *
 * <p>Not here: stage kinds, attempts, clusters, artefact stores, Quarkus.
 */
@NullMarked
package dev.rekindle.worker.db.importer;

import org.jspecify.annotations.NullMarked;
