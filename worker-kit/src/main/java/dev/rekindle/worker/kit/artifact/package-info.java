/**
 * Access to backup sets: streams that prove their digest, atomic writes, manifests.
 *
 * <p>Not here: what is inside an artefact.
 */
@NullMarked
package dev.rekindle.worker.kit.artifact;

import org.jspecify.annotations.NullMarked;
