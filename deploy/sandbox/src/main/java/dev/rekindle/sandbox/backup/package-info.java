/**
 * The documented backup of an installation, by the tools its people would use. Not here: restoring.
 */
@NullMarked
package dev.rekindle.sandbox.backup;

import org.jspecify.annotations.NullMarked;
