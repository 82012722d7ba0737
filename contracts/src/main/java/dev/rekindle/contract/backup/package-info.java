/**
 * Backup sets: the manifest beside the artefacts, and the pins a restore takes of them.
 *
 * <p>Not here: reading or hashing files.
 */
@NullMarked
package dev.rekindle.contract.backup;

import org.jspecify.annotations.NullMarked;
