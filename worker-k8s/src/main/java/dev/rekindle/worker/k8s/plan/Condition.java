package dev.rekindle.worker.k8s.plan;

/**
 * One condition of an object's status; {@code reason} and {@code message} are empty when absent.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 */
public record Condition(String type, String status, String reason, String message) {

  boolean is(String wantedType, String wantedStatus) {
    return type.equals(wantedType) && status.equals(wantedStatus);
  }
}
