/**
 * The ports of {@code cluster} over the fabric8 client.
 *
 * <p>Not here: decisions of stages. Every failure leaves as a {@code StageProblem}.
 */
@NullMarked
package dev.rekindle.worker.kit.cluster.fabric;

import org.jspecify.annotations.NullMarked;
