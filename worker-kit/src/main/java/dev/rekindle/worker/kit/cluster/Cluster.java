package dev.rekindle.worker.kit.cluster;

import io.fabric8.openshift.client.OpenShiftClient;

/** Access to one cluster. All parts are thread-safe and throw {@code StageProblem} only. */
public interface Cluster {

  /** Name as in commands and settings. */
  String name();

  /**
   * The raw client, for what the parts below do not offer; wrap such calls with {@link
   * #call(String, java.util.function.Supplier)}. Repeats a request at most twice by itself.
   */
  OpenShiftClient client();

  /**
   * Runs a call of the raw client and turns its exceptions into {@code StageProblem}s that say what
   * was wanted and where.
   *
   * @param what for people, such as {@code read deployment system-app in 3scale}
   */
  <T> T call(String what, java.util.function.Supplier<T> work);

  Pods pods();

  Reach reach();

  Secrets secrets();

  Exec exec();

  PodFiles files();

  HelperPods helperPods();

  Leases leases();

  Changes changes();

  Access access();
}
