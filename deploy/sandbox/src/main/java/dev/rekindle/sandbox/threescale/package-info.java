/**
 * A simulated 3scale 2.15 in a simulated cluster: its objects, its workloads, which write as the
 * real ones do, its operator, which fights back, its backup and its disaster.
 *
 * <p>Not here: the cluster itself, and anything that restores.
 */
@NullMarked
package dev.rekindle.sandbox.threescale;

import org.jspecify.annotations.NullMarked;
