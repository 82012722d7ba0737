package dev.rekindle.sandbox.cluster.object;

import java.util.Comparator;

/**
 * Where an object lives; the namespace is empty for cluster-wide kinds. Ordered as a list shows
 * objects.
 */
public record ObjectKey(String group, String plural, String namespace, String name)
    implements Comparable<ObjectKey> {
  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::group)
          .thenComparing(ObjectKey::plural)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }

  public boolean isOf(Kind kind) {
    return group.equals(kind.group()) && plural.equals(kind.plural());
  }
}
