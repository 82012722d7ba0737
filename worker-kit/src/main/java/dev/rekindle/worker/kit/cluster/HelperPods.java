package dev.rekindle.worker.kit.cluster;

import dev.rekindle.worker.kit.stage.Attempt;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;

/**
 * Pods that belong to one attempt and mount a claim. A claim is no fence: the helper's predecessor
 * is deleted, and gone, before the helper is made.
 */
public interface HelperPods {

  /** Name of the container in a helper made by {@link #mounting}. */
  String CONTAINER = "helper";

  /**
   * What to mount where.
   *
   * @param path absolute path in the container
   */
  record Mount(String claim, String path, boolean readOnly) {}

  /** A helper that is ready. Closing deletes it, without waiting, also after an interrupt. */
  interface HelperPod extends AutoCloseable {
    PodRef pod();

    /** Name of the container to work in. */
    String container();

    @Override
    void close();
  }

  /** An idle helper of the configured image with claims mounted; waits until it is ready. */
  HelperPod mounting(String namespace, List<Mount> mounts, Attempt attempt);

  /**
   * A helper of any specification (image, command, mounts), such as a server that loads a file.
   * Labels, annotations with the attempt, {@code restartPolicy: Never} and a short grace period are
   * added. Waits until it is ready.
   *
   * @param container the container to work in
   */
  HelperPod running(String namespace, PodSpec spec, String container, Attempt attempt);

  /**
   * Deletes the helpers of earlier attempts at this stage of this restore and waits until they are
   * gone. {@code AttemptEnded} superseded when a helper with a higher fence token is found.
   */
  void removeEarlier(String namespace, Attempt attempt);
}
