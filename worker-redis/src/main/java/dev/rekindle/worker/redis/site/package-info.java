/**
 * A Redis server with its workload and its volume, as a stage works on it: the port, and its
 * implementation on a Kubernetes cluster.
 *
 * <p>Not here: what a stage does with it.
 */
@NullMarked
package dev.rekindle.worker.redis.site;

import org.jspecify.annotations.NullMarked;
