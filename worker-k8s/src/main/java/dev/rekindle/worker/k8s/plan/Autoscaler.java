package dev.rekindle.worker.k8s.plan;

/**
 * A HorizontalPodAutoscaler of a workload. It leaves a workload at 0 alone, and takes it over again
 * as soon as it has replicas: between its bounds their number is its business.
 *
 * @param least at least 1
 */
public record Autoscaler(String name, int least, int most) {

  /** Whether it may have set this many. */
  public boolean mayWant(int replicas) {
    return replicas >= least && replicas <= most;
  }

  @Override
  public String toString() {
    return "HorizontalPodAutoscaler/" + name + " (" + least + " to " + most + ")";
  }
}
