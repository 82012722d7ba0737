package dev.rekindle.worker.kit.cluster;

/**
 * One pod, pinned: a pod of the same name with another uid is another pod.
 *
 * @param ip its address, empty while it has none
 * @param restarts sum of its containers' restart counts; a container restart keeps name, uid and
 *     address
 */
public record PodRef(String namespace, String name, String uid, String ip, int restarts) {

  @Override
  public String toString() {
    return "pod " + namespace + "/" + name + " (uid " + uid + ")";
  }
}
