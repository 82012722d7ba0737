package dev.rekindle.contract.stage;

/**
 * A Kubernetes object in the application's namespace.
 *
 * @param apiVersion such as {@code v1} or {@code apps.3scale.net/v1alpha1}
 */
public record ObjectRef(String apiVersion, String kind, String name) {

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
