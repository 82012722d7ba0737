/**
 * Access to Kubernetes and OpenShift clusters, as ports and values.
 *
 * <p>Not here: how a call is made (see {@code fabric}), and what a stage decides to do.
 */
@NullMarked
package dev.rekindle.worker.kit.cluster;

import org.jspecify.annotations.NullMarked;
