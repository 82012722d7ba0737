package dev.rekindle.sandbox.cluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * One change. The objects are shared: read them, never change them.
 *
 * @param before what was there, null for a creation
 * @param object the new state, or the last one of a deleted object with the deletion's revision
 */
public record StoreEvent(
    long revision, Change change, ObjectKey key, @Nullable ObjectNode before, ObjectNode object) {
  /** What happened, named as a watch names it. */
  public enum Change {
    ADDED,
    MODIFIED,
    DELETED
  }
}
