/**
 * A Java agent that kills its process with SIGKILL at a chosen point of the code. Production builds
 * hold no trace of it: the points are woven into classes while they are loaded, and only where a
 * virtual machine is started with {@code -javaagent}. Not here: which points there are.
 */
@NullMarked
package dev.rekindle.crash;

import org.jspecify.annotations.NullMarked;
