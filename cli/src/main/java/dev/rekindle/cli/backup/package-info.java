/**
 * Indexing of backup sets on a disk: reads and hashes files, writes the manifest. Not here: what
 * the files mean inside; that is the workers' check.
 */
@NullMarked
package dev.rekindle.cli.backup;

import org.jspecify.annotations.NullMarked;
