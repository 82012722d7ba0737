/**
 * Cluster objects as JSON trees: kinds, keys, selectors and failures. Not here: storage, HTTP,
 * behaviour of any kind.
 */
@NullMarked
package dev.rekindle.sandbox.cluster.object;

import org.jspecify.annotations.NullMarked;
