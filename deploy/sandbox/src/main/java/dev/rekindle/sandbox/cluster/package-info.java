/**
 * A simulated Kubernetes/OpenShift cluster, held to recordings of a real one.
 *
 * <p>{@link dev.rekindle.sandbox.cluster.SimulatedCluster} starts it. Product-independent: what
 * 3scale adds lives elsewhere.
 */
@NullMarked
package dev.rekindle.sandbox.cluster;

import org.jspecify.annotations.NullMarked;
