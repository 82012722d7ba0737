package dev.rekindle.worker.k8s.plan;

import java.util.List;

/**
 * A pod as a list showed it.
 *
 * @param phase such as {@code Running}; a pod in a crash loop is Running too
 * @param terminating has a deletion timestamp; it may still run, write and say it is ready
 * @param containers init containers first
 */
public record PodState(
    String name,
    String uid,
    String phase,
    boolean ready,
    boolean terminating,
    List<ContainerState> containers,
    List<Condition> conditions) {

  public PodState {
    containers = List.copyOf(containers);
    conditions = List.copyOf(conditions);
  }

  /** Neither deleted nor ended. */
  public boolean alive() {
    return !terminating && !phase.equals("Succeeded") && !phase.equals("Failed");
  }

  /**
   * One container's status.
   *
   * @param waiting reason why it does not run, such as {@code CrashLoopBackOff}; empty when it runs
   * @param message to {@code waiting}
   * @param lastExit exit code of its last end; -1 when it never ended
   */
  public record ContainerState(
      String name, boolean ready, int restarts, String waiting, String message, int lastExit) {}
}
