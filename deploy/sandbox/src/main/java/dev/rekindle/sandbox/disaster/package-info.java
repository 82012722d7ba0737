/**
 * What happens to an installation after its backup: more work, then ruin. Not here: anything that
 * helps.
 */
@NullMarked
package dev.rekindle.sandbox.disaster;

import org.jspecify.annotations.NullMarked;
