/**
 * Backup sets as the coordinator sees them: manifests and pins.
 *
 * <p>Pure. Not here: directories, and the content of artefacts, which only workers read.
 */
@NullMarked
package dev.rekindle.coordinator.backup;

import org.jspecify.annotations.NullMarked;
