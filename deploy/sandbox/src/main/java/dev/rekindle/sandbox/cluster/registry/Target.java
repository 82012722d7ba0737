package dev.rekindle.sandbox.cluster.registry;

import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.ObjectKey;

/** What a write is about. */
public record Target(Kind kind, String namespace, String name) {
  public ObjectKey key() {
    return kind.key(namespace, name);
  }
}
