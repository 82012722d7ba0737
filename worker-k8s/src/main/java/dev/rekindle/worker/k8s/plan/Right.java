package dev.rekindle.worker.k8s.plan;

import java.util.Comparator;

/**
 * Something an account may be allowed to do in one namespace.
 *
 * @param group API group; empty for the core
 * @param resource plural, with {@code /SUBRESOURCE} behind it where one is meant
 */
public record Right(String namespace, String group, String resource, String verb)
    implements Comparable<Right> {

  private static final Comparator<Right> ORDER =
      Comparator.comparing(Right::namespace)
          .thenComparing(Right::group)
          .thenComparing(Right::resource)
          .thenComparing(Right::verb);

  @Override
  public int compareTo(Right other) {
    return ORDER.compare(this, other);
  }

  /** The resource without its subresource. */
  public String plural() {
    return resource.split("/", 2)[0];
  }

  /** Empty for the resource itself. */
  public String subresource() {
    String[] parts = resource.split("/", 2);
    return parts.length > 1 ? parts[1] : "";
  }

  /** Such as {@code patch deployments.apps}. */
  @Override
  public String toString() {
    return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
  }
}
