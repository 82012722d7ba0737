/**
 * The HTTP and WebSocket face of the simulated cluster. Not here: what a write means (registry),
 * what runs in pods (kubelet).
 */
@NullMarked
package dev.rekindle.sandbox.cluster.api;

import org.jspecify.annotations.NullMarked;
