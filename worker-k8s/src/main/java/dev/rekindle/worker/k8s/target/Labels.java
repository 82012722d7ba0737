package dev.rekindle.worker.k8s.target;

import dev.rekindle.worker.kit.stage.Attempt;
import java.util.Map;

/** Labels and annotations of what Rekindle makes or touches. */
public final class Labels {

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String APPLICATION = "rekindle.dev/application";
  public static final String RESTORE = "rekindle.dev/restore";
  public static final String STAGE = "rekindle.dev/stage";

  /** Annotation: the highest fence token that changed the object. */
  public static final String FENCE = "rekindle.dev/fence";

  private Labels() {}

  /** Labels of an object made by this attempt. */
  public static Map<String, String> of(Attempt attempt) {
    return Map.of(
        MANAGED_BY,
        "rekindle",
        APPLICATION,
        attempt.context().application(),
        RESTORE,
        attempt.ref().restore().toString(),
        STAGE,
        attempt.ref().stage().value());
  }
}
