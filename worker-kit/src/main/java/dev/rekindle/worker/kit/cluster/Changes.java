package dev.rekindle.worker.kit.cluster;

import dev.rekindle.worker.kit.stage.Attempt;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Optional;
import java.util.function.Function;

/** Changes of Kubernetes objects that never overwrite what somebody else did meanwhile. */
public interface Changes {

  /** Field manager of server-side apply. */
  String FIELD_MANAGER = "rekindle";

  /**
   * Server-side apply of the fields that are given. CONFLICT names the other field manager unless
   * {@code force}.
   */
  <T extends HasMetadata> T apply(T desired, boolean force);

  /**
   * Creates an object; when one of that name exists it is returned unchanged ({@code created}
   * false).
   */
  <T extends HasMetadata> Created<T> createOnly(T desired);

  /** What {@link #createOnly} found or made. */
  record Created<T>(T object, boolean created) {}

  /**
   * Reads the object, asks for the patch it needs (which begins with a {@code test} of what the
   * decision was based on), and sends it with a {@code test} that it is still the same object. When
   * somebody changed the object meanwhile it is read and decided again, at most five times, then
   * CONFLICT (retryable). Returns the object as it is afterwards. OBJECT_MISSING when it does not
   * exist.
   *
   * @param decide an empty answer means that nothing is to be done
   */
  <T extends HasMetadata> T change(
      Resource<T> resource, Function<T, Optional<JsonPatch>> decide, Attempt attempt);
}
