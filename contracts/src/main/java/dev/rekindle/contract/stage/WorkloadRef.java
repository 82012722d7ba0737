package dev.rekindle.contract.stage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A workload with replicas. JSON: {@code deployment/NAME} or {@code deploymentconfig/NAME}, with
 * {@code @NAMESPACE} behind it when it does not live in the application's namespace.
 *
 * @param namespace null for the application's own
 */
public record WorkloadRef(Kind kind, String name, @Nullable String namespace) {

  /** What sort of workload. */
  public enum Kind {
    DEPLOYMENT("deployment"),
    DEPLOYMENT_CONFIG("deploymentconfig");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }
  }

  private static final Pattern FORM =
      Pattern.compile(
          "(deployment|deploymentconfig)/([a-z0-9]([a-z0-9.-]*[a-z0-9])?)(@([a-z0-9-]+))?");

  /** Parses the JSON form; {@link IllegalArgumentException} says what the form is. */
  public static WorkloadRef parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Workload '"
              + text
              + "' must be deployment/NAME or deploymentconfig/NAME, optionally with @NAMESPACE");
    }
    Kind kind = matcher.group(1).equals("deployment") ? Kind.DEPLOYMENT : Kind.DEPLOYMENT_CONFIG;
    return new WorkloadRef(kind, matcher.group(2), matcher.group(5));
  }

  @Override
  public String toString() {
    return kind.wireName + "/" + name + (namespace == null ? "" : "@" + namespace);
  }
}
