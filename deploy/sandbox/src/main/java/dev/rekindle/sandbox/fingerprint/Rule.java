package dev.rekindle.sandbox.fingerprint;

/**
 * A difference that is meant.
 *
 * @param name short, for reports
 * @param reason why it is right that this differs
 * @param always whether it holds before any writer is up as well, or only at the end
 */
public record Rule(String name, String reason, boolean always, Allowance allowance) {

  /** What a rule looks at. */
  @FunctionalInterface
  public interface Allowance {
    /** Whether the difference is meant. */
    boolean allows(Difference difference, Fingerprint actual);
  }
}
