/**
 * The documented restore of 3scale, run as a script against the sandbox. Not here: what it is
 * compared with.
 */
@NullMarked
package dev.rekindle.system.documented;

import org.jspecify.annotations.NullMarked;
