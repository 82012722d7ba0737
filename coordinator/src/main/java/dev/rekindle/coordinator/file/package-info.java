/**
 * Settings that people keep in YAML files, read anew each time so that an edit counts at once.
 *
 * <p>Not here: what is in a file, which its own reader knows.
 */
@NullMarked
package dev.rekindle.coordinator.file;

import org.jspecify.annotations.NullMarked;
