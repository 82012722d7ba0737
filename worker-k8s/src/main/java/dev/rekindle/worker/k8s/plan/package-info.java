/**
 * What follows from what was seen: states of workloads, pods, Jobs, objects and files as plain
 * records, and the decisions about them.
 *
 * <p>Not here: I/O, clocks, Kubernetes clients, JSON of the API.
 */
@NullMarked
package dev.rekindle.worker.k8s.plan;

import org.jspecify.annotations.NullMarked;
