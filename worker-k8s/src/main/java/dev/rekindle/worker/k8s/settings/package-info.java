/**
 * Settings of this worker, {@code rekindle.worker.k8s.*}, translated to plain records.
 *
 * <p>Not here: settings every worker has (see the kit).
 */
@NullMarked
package dev.rekindle.worker.k8s.settings;

import org.jspecify.annotations.NullMarked;
