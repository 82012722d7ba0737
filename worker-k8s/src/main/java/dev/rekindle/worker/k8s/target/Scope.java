package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.JsonPatch;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.function.Supplier;

/** The cluster, namespace and attempt that every call of one attempt shares. */
record Scope(Cluster cluster, Attempt attempt) {

  String namespace() {
    return attempt.context().namespace();
  }

  String namespace(WorkloadRef workload) {
    String own = workload.namespace();
    return own == null ? namespace() : own;
  }

  /** A read or a change, with what it was for. */
  <T> T call(String what, Supplier<T> work) {
    return cluster.call(what + " in namespace " + namespace(), work);
  }

  long token() {
    return attempt.ref().fence();
  }

  /** The fence token on an object; 0 when there is none. */
  static long fenceOf(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(Labels.FENCE);
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Ends the attempt when a newer one has changed the object. */
  void notSuperseded(HasMetadata object) {
    long seen = fenceOf(object);
    if (seen > token()) {
      throw AttemptEnded.superseded(seen);
    }
  }

  /** A patch that holds only for this very version, and leaves this attempt's token. */
  JsonPatch guarded(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    JsonPatch patch =
        new JsonPatch().test("/metadata/resourceVersion", metadata.getResourceVersion());
    String token = Long.toString(token());
    Map<String, String> annotations = metadata.getAnnotations();
    return annotations == null || annotations.isEmpty()
        ? patch.add("/metadata/annotations", Map.of(Labels.FENCE, token))
        : patch.add("/metadata/annotations/" + JsonPatch.segment(Labels.FENCE), token);
  }
}
