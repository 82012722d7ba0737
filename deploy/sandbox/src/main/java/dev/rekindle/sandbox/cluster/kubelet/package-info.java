/**
 * Runs pods as processes of the host: volumes, probes, restarts, exec. Not here: workload
 * controllers, HTTP.
 */
@NullMarked
package dev.rekindle.sandbox.cluster.kubelet;

import org.jspecify.annotations.NullMarked;
