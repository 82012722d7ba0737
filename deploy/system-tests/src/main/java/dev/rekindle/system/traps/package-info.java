/**
 * What the documented restore of 3scale does wrong and what Rekindle does there, each seen in a
 * real run. Not here: the script itself.
 */
@NullMarked
package dev.rekindle.system.traps;

import org.jspecify.annotations.NullMarked;
