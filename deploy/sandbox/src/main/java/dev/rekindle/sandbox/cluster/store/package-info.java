/**
 * The object store: revisions, events, snapshots on disk. Not here: rules about what an object may
 * contain.
 */
@NullMarked
package dev.rekindle.sandbox.cluster.store;

import org.jspecify.annotations.NullMarked;
