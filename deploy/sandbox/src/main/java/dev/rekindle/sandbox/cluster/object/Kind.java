package dev.rekindle.sandbox.cluster.object;

import java.util.List;
import java.util.Set;

/**
 * One served kind.
 *
 * @param versions served versions, the preferred one first; all show the same object
 * @param custom whether it is a custom resource (no strategic merge, list items carry their kind)
 * @param subresources {@code status}, {@code scale}, ...
 * @param fields top-level fields besides apiVersion, kind and metadata; empty = any
 * @param required dotted paths that must be there, as a custom resource's schema says
 */
public record Kind(
    String group,
    List<String> versions,
    String name,
    String plural,
    boolean namespaced,
    boolean custom,
    List<String> shortNames,
    Set<String> subresources,
    Set<String> fields,
    Set<String> required) {

  private static final Set<String> WITHOUT_GENERATION =
      Set.of(
          "ConfigMap",
          "Secret",
          "Lease",
          "Service",
          "PersistentVolumeClaim",
          "Event",
          "Endpoints",
          "ServiceAccount",
          "Role",
          "RoleBinding",
          "ClusterRole",
          "ClusterRoleBinding",
          "Namespace",
          "PersistentVolume",
          "Node",
          "HorizontalPodAutoscaler",
          "Route",
          "ControllerRevision",
          "ResourceQuota",
          "LimitRange");

  public static Kind of(
      String group, String version, String name, String plural, String... subresources) {
    return new Kind(
        group,
        List.of(version),
        name,
        plural,
        true,
        false,
        List.of(),
        Set.of(subresources),
        Set.of("spec", "status"),
        Set.of());
  }

  /** A custom resource with a status subresource. */
  public static Kind custom(
      String group, String version, String name, String plural, String... required) {
    return new Kind(
        group,
        List.of(version),
        name,
        plural,
        true,
        true,
        List.of(),
        Set.of("status"),
        Set.of(),
        Set.of(required));
  }

  public Kind clusterWide() {
    return new Kind(
        group, versions, name, plural, false, custom, shortNames, subresources, fields, required);
  }

  public Kind shortly(String... names) {
    return new Kind(
        group,
        versions,
        name,
        plural,
        namespaced,
        custom,
        List.of(names),
        subresources,
        fields,
        required);
  }

  public Kind withFields(String... names) {
    return new Kind(
        group,
        versions,
        name,
        plural,
        namespaced,
        custom,
        shortNames,
        subresources,
        Set.of(names),
        required);
  }

  public Kind withVersions(String... served) {
    return new Kind(
        group,
        List.of(served),
        name,
        plural,
        namespaced,
        custom,
        shortNames,
        subresources,
        fields,
        required);
  }

  public String apiVersion() {
    return apiVersion(versions.getFirst());
  }

  public String apiVersion(String version) {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code deployments.apps}, {@code pods}: how messages name it. */
  public String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public boolean countsGenerations() {
    return custom || !WITHOUT_GENERATION.contains(name);
  }

  public boolean hasStatus() {
    return subresources.contains("status");
  }

  public ObjectKey key(String namespace, String objectName) {
    return new ObjectKey(group, plural, namespaced ? namespace : "", objectName);
  }
}
