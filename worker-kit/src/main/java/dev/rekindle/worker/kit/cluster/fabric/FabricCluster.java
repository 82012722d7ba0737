package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.worker.kit.cluster.Access;
import dev.rekindle.worker.kit.cluster.Changes;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.Exec;
import dev.rekindle.worker.kit.cluster.HelperPods;
import dev.rekindle.worker.kit.cluster.Leases;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.cluster.Pods;
import dev.rekindle.worker.kit.cluster.Reach;
import dev.rekindle.worker.kit.cluster.Secrets;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.openshift.client.OpenShiftClient;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** One cluster over one fabric8 client. */
public final class FabricCluster implements Cluster, AutoCloseable {

  private final String name;
  private final OpenShiftClient client;
  private final Problems problems;
  private final FabricPods pods;
  private final Reach reach;
  private final Secrets secrets;
  private final Exec exec;
  private final PodFiles files;
  private final HelperPods helperPods;
  private final Leases leases;
  private final Changes changes;
  private final Access rights;

  private FabricCluster(
      String name,
      OpenShiftClient client,
      ClusterAccess access,
      String helperImage,
      OptionalLong helperUser) {
    this.name = name;
    this.client = client;
    this.problems = new Problems(name);
    this.pods = new FabricPods(client, problems);
    this.reach = new FabricReach(client, problems, pods, access.access());
    this.secrets = new FabricSecrets(client, problems);
    ExecStreams streams = new ExecStreams(client, problems);
    this.exec = new FabricExec(streams);
    this.files = new FabricPodFiles(streams);
    this.helperPods = new FabricHelperPods(client, problems, pods, helperImage, helperUser);
    this.leases = new FabricLeases(client, problems);
    this.changes = new FabricChanges(client, problems);
    this.rights = new FabricAccess(client, problems);
  }

  /**
   * Opens a client; no request is sent yet.
   *
   * @param helperImage image of idle helper pods
   */
  public static FabricCluster open(String name, ClusterAccess access, String helperImage) {
    return open(name, access, helperImage, OptionalLong.empty());
  }

  /**
   * Opens a client; no request is sent yet.
   *
   * @param helperImage image of idle helper pods
   * @param helperUser whom helper pods of claims run as, in a way that the pod security standard
   *     {@code restricted} admits; empty for whom the image or the cluster says
   */
  public static FabricCluster open(
      String name, ClusterAccess access, String helperImage, OptionalLong helperUser) {
    OpenShiftClient client =
        new KubernetesClientBuilder()
            .withConfig(access.config())
            .build()
            .adapt(OpenShiftClient.class);
    return new FabricCluster(name, client, access, helperImage, helperUser);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public OpenShiftClient client() {
    return client;
  }

  @Override
  public <T> T call(String what, Supplier<T> work) {
    return problems.call(what, work);
  }

  @Override
  public Pods pods() {
    return pods;
  }

  @Override
  public Reach reach() {
    return reach;
  }

  @Override
  public Secrets secrets() {
    return secrets;
  }

  @Override
  public Exec exec() {
    return exec;
  }

  @Override
  public PodFiles files() {
    return files;
  }

  @Override
  public HelperPods helperPods() {
    return helperPods;
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public Changes changes() {
    return changes;
  }

  @Override
  public Access access() {
    return rights;
  }

  @Override
  public void close() {
    client.close();
  }
}
