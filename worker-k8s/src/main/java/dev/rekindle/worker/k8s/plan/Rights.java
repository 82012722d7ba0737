package dev.rekindle.worker.k8s.plan;

import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.stage.StageSpec.ApplyObjects;
import dev.rekindle.contract.stage.StageSpec.CaptureOriginals;
import dev.rekindle.contract.stage.StageSpec.DumpDatabase;
import dev.rekindle.contract.stage.StageSpec.FenceApplication;
import dev.rekindle.contract.stage.StageSpec.FindOrphans;
import dev.rekindle.contract.stage.StageSpec.ImportDatabase;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.contract.stage.StageSpec.ObjectRestore;
import dev.rekindle.contract.stage.StageSpec.QuarantineQueues;
import dev.rekindle.contract.stage.StageSpec.QueryDatabase;
import dev.rekindle.contract.stage.StageSpec.QuiesceWorkloads;
import dev.rekindle.contract.stage.StageSpec.RaiseCounters;
import dev.rekindle.contract.stage.StageSpec.RewriteRedisLog;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.contract.stage.StageSpec.SaveFiles;
import dev.rekindle.contract.stage.StageSpec.SaveObjects;
import dev.rekindle.contract.stage.StageSpec.SettleQuarantine;
import dev.rekindle.contract.stage.StageSpec.SnapshotRedis;
import dev.rekindle.contract.stage.StageSpec.StartWorkloads;
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

/**
 * What each kind of this pool needs to be allowed, in one place: checks ask for it, and Roles are
 * written from it. A read comes before every guarded change, so {@code patch} and {@code update}
 * always go with {@code get}.
 */
public final class Rights {

  private final String namespace;
  private final SortedSet<Right> rights = new TreeSet<>();

  private Rights(String namespace) {
    this.namespace = namespace;
  }

  /**
   * The rights that a stage needs; none for the kinds of other pools.
   *
   * @param namespace the application's
   */
  public static SortedSet<Right> of(StageSpec spec, String namespace) {
    Rights rights = new Rights(namespace);
    switch (spec) {
      case CaptureOriginals capture -> rights.capture(capture);
      case FenceApplication fence -> rights.fence(fence);
      case QuiesceWorkloads quiesce -> rights.quiesce(quiesce);
      case SaveObjects save -> rights.saveObjects(save);
      case ApplyObjects apply -> rights.applyObjects(apply);
      case SaveFiles save -> rights.saveFiles(save);
      case SyncFiles _ -> rights.files();
      case StartWorkloads start ->
          rights.core("configmaps", "get").scaled(start.workloads()).pods(start.workloads());
      case RunCommand run -> rights.run(run);
      case VerifyApplication verify -> rights.verify(verify);
      case UnfenceApplication unfence -> rights.unfence(unfence);
      case ImportDatabase _, DumpDatabase _, QueryDatabase _, VerifyDatabase _ -> {}
      case LoadRedis _, RewriteRedisLog _, SnapshotRedis _, VerifyRedis _ -> {}
      case QuarantineQueues _, SettleQuarantine _, RaiseCounters _, FindOrphans _ -> {}
    }
    return Collections.unmodifiableSortedSet(rights.rights);
  }

  /** What it takes to look at workloads that only the captured originals name. */
  public static SortedSet<Right> toLookAt(Collection<WorkloadRef> workloads, String namespace) {
    return Collections.unmodifiableSortedSet(new Rights(namespace).read(workloads).rights);
  }

  private void capture(CaptureOriginals spec) {
    read(spec.workloads()).core("configmaps", "get", "create", "patch");
    ObjectRef resource = spec.resource();
    if (resource != null) {
      custom(resource);
    }
  }

  private void fence(FenceApplication spec) {
    need(namespace, "coordination.k8s.io", "leases", "get", "create", "update");
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

  /** {@code create} on {@code pods/exec} is for SPDY clients, {@code get} for WebSockets: both. */
  private void files() {
    core("pods", "get", "list", "create", "delete")
        .core("pods/exec", "get", "create")
        .core("persistentvolumeclaims", "get");
  }

  private void run(RunCommand spec) {
    read(List.of(spec.workload())).endedJobs().core("pods/log", "get");
    need(namespace, "batch", "jobs", "get", "create");
  }

  private void verify(VerifyApplication spec) {
    read(spec.workloads()).pods(spec.workloads()).core("pods", "list").core("services", "get");
    need(namespace, "batch", "jobs", "list");
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
    workloads.forEach(ref -> workload(ref, "get", "patch"));
    return this;
  }

  private Rights read(Collection<WorkloadRef> workloads) {
    workloads.forEach(ref -> workload(ref, "get"));
    return this;
  }

  private Rights pods(Collection<WorkloadRef> workloads) {
    workloads.forEach(ref -> need(namespaceOf(ref), "", "pods", "list"));
    return this;
  }

  private void workload(WorkloadRef ref, String... verbs) {
    switch (ref.kind()) {
      case DEPLOYMENT -> need(namespaceOf(ref), "apps", "deployments", verbs);
      case DEPLOYMENT_CONFIG ->
          need(namespaceOf(ref), "apps.openshift.io", "deploymentconfigs", verbs);
    }
  }

  private String namespaceOf(WorkloadRef ref) {
    String own = ref.namespace();
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

  private Rights need(String where, String group, String resource, String... verbs) {
    for (String verb : verbs) {
      rights.add(new Right(where, group, resource, verb));
    }
    return this;
  }
}
