/**
 * What every worker shares.
 *
 * <p>{@code stage} is what a handler implements, {@code protocol} the worker's half of the
 * conversation with the coordinator, {@code cluster} access to Kubernetes and OpenShift, {@code
 * artifact} access to backup sets, {@code testing} what handler tests need. Not here: anything that
 * only one kind of stage does.
 */
@NullMarked
package dev.rekindle.worker.kit;

import org.jspecify.annotations.NullMarked;
