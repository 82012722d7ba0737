/** Child processes: started, watched, killed. Not here: what they are. */
@NullMarked
package dev.rekindle.system.process;

import org.jspecify.annotations.NullMarked;
