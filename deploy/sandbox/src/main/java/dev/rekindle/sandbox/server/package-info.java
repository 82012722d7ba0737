/**
 * Real servers as child processes on loopback: where their binaries come from, how they are started
 * on a data directory, killed and started again. None of them outlives the sandbox.
 *
 * <p>Not here: what is stored in them, and anything about Kubernetes or 3scale.
 */
@NullMarked
package dev.rekindle.sandbox.server;

import org.jspecify.annotations.NullMarked;
