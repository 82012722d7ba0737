/**
 * One handler for each stage kind of the pool {@code k8s}: looks through {@code target}, lets
 * {@code plan} decide, does what is missing, proves it.
 *
 * <p>Not here: Kubernetes clients, retries of failed steps.
 */
@NullMarked
package dev.rekindle.worker.k8s.handler;

import org.jspecify.annotations.NullMarked;
