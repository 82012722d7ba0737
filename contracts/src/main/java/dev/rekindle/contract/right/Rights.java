package dev.rekindle.contract.right;

import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.ObjectRestore;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.stage.StageSpec.ApplyObjects;
import dev.rekindle.contract.stage.StageSpec.BringBackDatabase;
import dev.rekindle.contract.stage.StageSpec.CaptureOriginals;
import dev.rekindle.contract.stage.StageSpec.CleanLedger;
import dev.rekindle.contract.stage.StageSpec.DumpDatabase;
import dev.rekindle.contract.stage.StageSpec.FenceApplication;
import dev.rekindle.contract.stage.StageSpec.FindOrphans;
import dev.rekindle.contract.stage.StageSpec.IdentifyApplication;
import dev.rekindle.contract.stage.StageSpec.ImportDatabase;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.contract.stage.StageSpec.QuarantineQueues;
import dev.rekindle.contract.stage.StageSpec.QueryDatabase;
import dev.rekindle.contract.stage.StageSpec.QuiesceWorkloads;
import dev.rekindle.contract.stage.StageSpec.RaiseCounters;
import dev.rekindle.contract.stage.StageSpec.ReleaseAside;
import dev.rekindle.contract.stage.StageSpec.RewriteRedisLog;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.contract.stage.StageSpec.SaveFiles;
import dev.rekindle.contract.stage.StageSpec.SaveObjects;
import dev.rekindle.contract.stage.StageSpec.SealBackup;
import dev.rekindle.contract.stage.StageSpec.SettleQuarantine;
import dev.rekindle.contract.stage.StageSpec.SnapshotRedis;
import dev.rekindle.contract.stage.StageSpec.StartWorkloads;
import dev.rekindle.contract.stage.StageSpec.SwapDatabase;
import dev.rekindle.contract.stage.StageSpec.SyncFiles;
import dev.rekindle.contract.stage.StageSpec.UnfenceApplication;
import dev.rekindle.contract.stage.StageSpec.VerifyApplication;
import dev.rekindle.contract.stage.StageSpec.VerifyDatabase;
import dev.rekindle.contract.stage.StageSpec.VerifyRedis;
import dev.rekindle.contract.stage.WorkloadRef;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What each kind needs to be allowed, in one place: checks ask for it, and Roles are written from
 * it. A read comes before every guarded change, so {@code patch} and {@code update} always go with
 * {@code get}.
 *
 * <p>Pods are reached by their address. A worker that must go through the API server needs {@code
 * get} and {@code create} on {@code pods/portforward} besides.
 */
public final class Rights {

  private final String namespace;
  private final SortedSet<Right> rights = new TreeSet<>();

  private Rights(String namespace) {
    this.namespace = namespace;
  }

  /**
   * The rights that a stage needs.
   *
   * @param namespace the application's
   */
  public static SortedSet<Right> of(StageSpec spec, String namespace) {
    Rights rights = new Rights(namespace);
    switch (spec) {
      case IdentifyApplication identify -> rights.identify(identify);
      case CaptureOriginals capture -> rights.capture(capture);
      case FenceApplication fence -> rights.fence(fence);
      case QuiesceWorkloads quiesce -> rights.quiesce(quiesce);
      case SaveObjects save -> rights.saveObjects(save);
      case ApplyObjects apply -> rights.applyObjects(apply);
      case SaveFiles save -> rights.saveFiles(save);
      case SyncFiles _ -> rights.files();
      case SealBackup _ -> rights.need(namespace, "coordination.k8s.io", "leases", "get");
      case StartWorkloads start ->
          rights
              .core("configmaps", "get")
              .scaled(start.workloads())
              .pods(start.workloads())
              .autoscalers(start.workloads());
      case RunCommand run -> rights.run(run);
      case VerifyApplication verify -> rights.verify(verify);
      case UnfenceApplication unfence -> rights.unfence(unfence);
      case ImportDatabase restore -> StoreRights.database(rights, restore.target());
      case DumpDatabase dump -> rights.dump(dump);
      case QueryDatabase query -> StoreRights.database(rights, query.target());
      case VerifyDatabase verify -> StoreRights.database(rights, verify.target());
      case CleanLedger clean -> StoreRights.database(rights, clean.target());
      case SwapDatabase swap -> StoreRights.database(rights, swap.target());
      case BringBackDatabase back -> StoreRights.database(rights, back.target());
      case ReleaseAside release -> StoreRights.database(rights, release.target());
      case LoadRedis load -> StoreRights.redisReplaced(rights, load.target());
      case RewriteRedisLog rewrite -> StoreRights.redisHeld(rights, rewrite.target());
      case SnapshotRedis snapshot -> rights.snapshot(snapshot);
      case VerifyRedis verify -> StoreRights.redis(rights, verify.target());
      case QuarantineQueues queues -> StoreRights.redis(rights, queues.target());
      case SettleQuarantine settle -> StoreRights.redis(rights, settle.target());
      case RaiseCounters raise -> StoreRights.redis(rights, raise.target());
      case FindOrphans find -> StoreRights.redis(rights, find.target());
    }
    return Collections.unmodifiableSortedSet(rights.rights);
  }

  /** What it takes to look at workloads that only the captured originals name. */
  public static SortedSet<Right> toLookAt(Collection<WorkloadRef> workloads, String namespace) {
    return Collections.unmodifiableSortedSet(new Rights(namespace).read(workloads).rights);
  }

  private void dump(DumpDatabase spec) {
    if (spec.policy() != SafetyPolicy.NONE) {
      StoreRights.dumped(this, spec.target());
    }
  }

  private void snapshot(SnapshotRedis spec) {
    if (spec.policy() != SafetyPolicy.NONE) {
      StoreRights.redisFiles(this, spec.target());
    }
  }

  private void identify(IdentifyApplication spec) {
    custom(spec.resource());
    spec.plans().forEach(choice -> read(choice.present()).read(choice.absent()));
    if (!spec.matches().isEmpty()) {
      // A safety copy of an object lies in a Secret.
      core("secrets", "get");
    }
  }

  private void capture(CaptureOriginals spec) {
    read(spec.workloads()).core("configmaps", "get", "create", "patch");
    ObjectRef resource = spec.resource();
    if (resource != null) {
      custom(resource);
    }
  }

  private void fence(FenceApplication spec) {
    lease(namespace);
    WorkloadRef operator = spec.operator();
    if (operator != null) {
      core("configmaps", "get").scaled(List.of(operator)).pods(List.of(operator));
    }
  }

  private void quiesce(QuiesceWorkloads spec) {
    core("configmaps", "get").scaled(spec.workloads()).pods(spec.workloads()).endedJobs();
  }

  private void saveObjects(SaveObjects spec) {
    if (spec.policy() != SafetyPolicy.NONE) {
      core("secrets", "get", "create");
      spec.objects().forEach(ref -> core(plural(ref.kind()), "get"));
    }
  }

  private void applyObjects(ApplyObjects spec) {
    // A safety copy of an object, whatever its kind, lies in a Secret.
    core("secrets", "get");
    for (ObjectRestore order : spec.objects()) {
      core(plural(order.object().kind()), "get", "create", "patch");
    }
  }

  private void saveFiles(SaveFiles spec) {
    if (spec.policy() != SafetyPolicy.NONE) {
      files();
    }
  }

  private void files() {
    helpers(namespace).core("persistentvolumeclaims", "get");
  }

  /** {@code create} on {@code pods/exec} is for SPDY clients, {@code get} for WebSockets: both. */
  Rights helpers(String where) {
    return need(where, "", "pods", "get", "list", "create", "delete")
        .need(where, "", "pods/exec", "get", "create");
  }

  Rights lease(String where) {
    return need(where, "coordination.k8s.io", "leases", "get", "create", "update");
  }

  private void run(RunCommand spec) {
    read(List.of(spec.workload())).endedJobs().core("pods/log", "get");
    need(namespace, "batch", "jobs", "get", "create");
  }

  private void verify(VerifyApplication spec) {
    read(spec.workloads()).pods(spec.workloads()).autoscalers(spec.workloads());
    core("pods", "get", "list");
    core("services", "get").need(namespace, "batch", "jobs", "list");
    // Hosts to look for come with an earlier stage's answers, and no specification tells of them.
    need(namespace, "route.openshift.io", "routes", "list");
    ObjectRef resource = spec.resource();
    if (resource != null) {
      custom(resource);
    }
  }

  private void unfence(UnfenceApplication spec) {
    endedJobs().core("configmaps", "get", "delete");
    need(namespace, "coordination.k8s.io", "leases", "get", "update");
    WorkloadRef operator = spec.operator();
    if (operator != null) {
      scaled(List.of(operator)).pods(List.of(operator));
    }
  }

  private Rights endedJobs() {
    return need(namespace, "batch", "jobs", "list", "delete").core("pods", "list");
  }

  private Rights scaled(Collection<WorkloadRef> workloads) {
    workloads.forEach(ref -> workload(ref, "get", "patch").versions(ref));
    return this;
  }

  private Rights read(Collection<WorkloadRef> workloads) {
    workloads.forEach(ref -> workload(ref, "get").versions(ref));
    return this;
  }

  private Rights pods(Collection<WorkloadRef> workloads) {
    workloads.forEach(ref -> need(namespaceOf(ref), "", "pods", "list"));
    return this;
  }

  /** Whose replicas are an autoscaler's business. */
  private Rights autoscalers(Collection<WorkloadRef> workloads) {
    workloads.forEach(
        ref -> need(namespaceOf(ref), "autoscaling", "horizontalpodautoscalers", "list"));
    return this;
  }

  /** How a DeploymentConfig's rollout stands is told by its ReplicationControllers. */
  private Rights versions(WorkloadRef ref) {
    return ref.kind() == WorkloadRef.Kind.DEPLOYMENT_CONFIG
        ? need(namespaceOf(ref), "", "replicationcontrollers", "list")
        : this;
  }

  /** The object itself. */
  Rights workload(WorkloadRef ref, String... verbs) {
    return switch (ref.kind()) {
      case DEPLOYMENT -> need(namespaceOf(ref), "apps", "deployments", verbs);
      case DEPLOYMENT_CONFIG ->
          need(namespaceOf(ref), "apps.openshift.io", "deploymentconfigs", verbs);
    };
  }

  /** The application's own where the workload names none. */
  String namespaceOf(@Nullable WorkloadRef ref) {
    String own = ref == null ? null : ref.namespace();
    return own == null ? namespace : own;
  }

  private void custom(ObjectRef ref) {
    int slash = ref.apiVersion().indexOf('/');
    String group = slash < 0 ? "" : ref.apiVersion().substring(0, slash);
    need(namespace, group, plural(ref.kind()), "get");
  }

  /** As Kubernetes itself guesses it ({@code meta.UnsafeGuessKindToResource}). */
  private static String plural(String kind) {
    String singular = kind.toLowerCase(Locale.ROOT);
    if (singular.endsWith("s")) {
      return singular + "es";
    }
    return singular.endsWith("y")
        ? singular.substring(0, singular.length() - 1) + "ies"
        : singular + "s";
  }

  private Rights core(String resource, String... verbs) {
    return need(namespace, "", resource, verbs);
  }

  /** One object of the core group. */
  Rights named(String where, String resource, String verb, String name) {
    rights.add(new Right(where, "", resource, verb, name));
    return this;
  }

  Rights need(String where, String group, String resource, String... verbs) {
    for (String verb : verbs) {
      rights.add(new Right(where, group, resource, verb));
    }
    return this;
  }
}
