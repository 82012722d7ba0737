package dev.rekindle.coordinator.restore;

/**
 * Who wanted something, and why.
 *
 * @param who name of a person, or of the policy that acted for one
 */
public record Signature(String who, String why) {

  public Signature {
    if (who.isBlank()) {
      throw new IllegalArgumentException("A wish needs a name");
    }
  }
}
