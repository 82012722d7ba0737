package dev.rekindle.contract.right;

import java.util.Comparator;

/**
 * Something an account may be allowed to do in one namespace.
 *
 * @param group API group; empty for the core
 * @param resource plural, with {@code /SUBRESOURCE} behind it where one is meant
 * @param name the one object that is meant; empty for all
 */
public record Right(String namespace, String group, String resource, String verb, String name)
    implements Comparable<Right> {

  private static final Comparator<Right> ORDER =
      Comparator.comparing(Right::namespace)
          .thenComparing(Right::group)
          .thenComparing(Right::resource)
          .thenComparing(Right::verb)
          .thenComparing(Right::name);

  /** To all objects of a resource. */
  public Right(String namespace, String group, String resource, String verb) {
    this(namespace, group, resource, verb, "");
  }

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

  /** Such as {@code patch deployments.apps}, or {@code get secrets "zync"}. */
  @Override
  public String toString() {
    return verb
        + " "
        + resource
        + (group.isEmpty() ? "" : "." + group)
        + (name.isEmpty() ? "" : " \"" + name + "\"");
  }
}
