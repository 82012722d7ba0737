package dev.rekindle.sandbox.cluster.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All kinds the cluster serves. */
public final class KindCatalog {
  public static final Kind NAMESPACE =
      Kind.of("", "v1", "Namespace", "namespaces", "status", "finalize")
          .clusterWide()
          .shortly("ns");
  public static final Kind POD =
      Kind.of("", "v1", "Pod", "pods", "status", "log", "exec", "portforward", "eviction", "attach")
          .shortly("po");
  public static final Kind CONFIG_MAP =
      Kind.of("", "v1", "ConfigMap", "configmaps")
          .shortly("cm")
          .withFields("data", "binaryData", "immutable");
  public static final Kind SECRET =
      Kind.of("", "v1", "Secret", "secrets").withFields("data", "stringData", "type", "immutable");
  public static final Kind SERVICE =
      Kind.of("", "v1", "Service", "services", "status").shortly("svc");
  public static final Kind ENDPOINTS =
      Kind.of("", "v1", "Endpoints", "endpoints").shortly("ep").withFields("subsets");
  public static final Kind CLAIM =
      Kind.of("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", "status").shortly("pvc");
  public static final Kind EVENT = Kind.of("", "v1", "Event", "events").shortly("ev").withFields();
  public static final Kind SERVICE_ACCOUNT =
      Kind.of("", "v1", "ServiceAccount", "serviceaccounts", "token").shortly("sa").withFields();
  public static final Kind QUOTA =
      Kind.of("", "v1", "ResourceQuota", "resourcequotas", "status").shortly("quota");
  public static final Kind REPLICATION_CONTROLLER =
      Kind.of("", "v1", "ReplicationController", "replicationcontrollers", "status", "scale")
          .shortly("rc");
  public static final Kind NODE = Kind.of("", "v1", "Node", "nodes", "status").clusterWide();
  public static final Kind DEPLOYMENT =
      Kind.of("apps", "v1", "Deployment", "deployments", "status", "scale").shortly("deploy");
  public static final Kind REPLICA_SET =
      Kind.of("apps", "v1", "ReplicaSet", "replicasets", "status", "scale").shortly("rs");
  public static final Kind DEPLOYMENT_CONFIG =
      Kind.of(
              "apps.openshift.io",
              "v1",
              "DeploymentConfig",
              "deploymentconfigs",
              "status",
              "scale",
              "instantiate",
              "log",
              "rollback")
          .shortly("dc");
  public static final Kind JOB = Kind.of("batch", "v1", "Job", "jobs", "status");
  public static final Kind LEASE =
      Kind.of("coordination.k8s.io", "v1", "Lease", "leases").withFields("spec");
  public static final Kind HPA =
      Kind.of("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", "status")
          .shortly("hpa")
          .withVersions("v2", "v1");
  public static final Kind BUDGET =
      Kind.of("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", "status")
          .shortly("pdb");
  public static final Kind ROUTE = Kind.of("route.openshift.io", "v1", "Route", "routes", "status");
  private static final String RBAC = "rbac.authorization.k8s.io";
  public static final Kind ROLE = Kind.of(RBAC, "v1", "Role", "roles").withFields("rules");
  public static final Kind ROLE_BINDING =
      Kind.of(RBAC, "v1", "RoleBinding", "rolebindings").withFields("subjects", "roleRef");
  public static final Kind CLUSTER_ROLE =
      Kind.of(RBAC, "v1", "ClusterRole", "clusterroles").clusterWide().withFields();
  public static final Kind CLUSTER_ROLE_BINDING =
      Kind.of(RBAC, "v1", "ClusterRoleBinding", "clusterrolebindings")
          .clusterWide()
          .withFields("subjects", "roleRef");

  private final List<Kind> kinds = new ArrayList<>();

  public KindCatalog(List<Kind> customKinds) {
    kinds.addAll(
        List.of(
            NAMESPACE,
            POD,
            CONFIG_MAP,
            SECRET,
            SERVICE,
            ENDPOINTS,
            CLAIM,
            EVENT,
            SERVICE_ACCOUNT,
            QUOTA,
            REPLICATION_CONTROLLER,
            NODE,
            DEPLOYMENT,
            REPLICA_SET,
            DEPLOYMENT_CONFIG,
            JOB,
            LEASE,
            HPA,
            BUDGET,
            ROUTE,
            ROLE,
            ROLE_BINDING,
            CLUSTER_ROLE,
            CLUSTER_ROLE_BINDING));
    addQuietKinds();
    kinds.addAll(customKinds);
  }

  /** Kinds that are stored and shown, with nothing behind them. */
  private void addQuietKinds() {
    kinds.add(
        Kind.of("", "v1", "PersistentVolume", "persistentvolumes", "status")
            .clusterWide()
            .shortly("pv"));
    kinds.add(Kind.of("", "v1", "LimitRange", "limitranges"));
    kinds.add(
        Kind.of("apps", "v1", "StatefulSet", "statefulsets", "status", "scale").shortly("sts"));
    kinds.add(Kind.of("apps", "v1", "DaemonSet", "daemonsets", "status").shortly("ds"));
    kinds.add(
        Kind.of("apps", "v1", "ControllerRevision", "controllerrevisions")
            .withFields("data", "revision"));
    kinds.add(Kind.of("batch", "v1", "CronJob", "cronjobs", "status").shortly("cj"));
    kinds.add(
        Kind.of("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies").shortly("netpol"));
    kinds.add(
        Kind.of("storage.k8s.io", "v1", "StorageClass", "storageclasses")
            .clusterWide()
            .shortly("sc")
            .withFields());
    kinds.add(
        Kind.of("image.openshift.io", "v1", "ImageStream", "imagestreams", "status").shortly("is"));
    kinds.add(Kind.of("project.openshift.io", "v1", "Project", "projects").clusterWide());
  }

  /** The custom kinds of an installed 3scale operator, which other parts expect to find. */
  public static List<Kind> withOperatorOf3scale() {
    String group = "apps.3scale.net";
    return List.of(
        Kind.custom(
            group,
            "v1alpha1",
            "APIManager",
            "apimanagers",
            "spec.wildcardDomain",
            "status?deployments"),
        Kind.custom(group, "v1alpha1", "APIManagerRestore", "apimanagerrestores"),
        Kind.custom(group, "v1alpha1", "APIManagerBackup", "apimanagerbackups"));
  }

  public List<Kind> all() {
    return List.copyOf(kinds);
  }

  public Optional<Kind> byPlural(String group, String version, String plural) {
    return kinds.stream()
        .filter(k -> k.group().equals(group) && k.plural().equals(plural))
        .filter(k -> k.versions().contains(version))
        .findFirst();
  }

  public Optional<Kind> byName(String apiVersion, String name) {
    return kinds.stream()
        .filter(k -> k.name().equals(name))
        .filter(k -> k.versions().stream().anyMatch(v -> k.apiVersion(v).equals(apiVersion)))
        .findFirst();
  }

  public boolean serves(String group, String version) {
    return kinds.stream().anyMatch(k -> k.group().equals(group) && k.versions().contains(version));
  }
}
