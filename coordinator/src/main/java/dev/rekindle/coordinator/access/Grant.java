package dev.rekindle.coordinator.access;

/**
 * A role for one application or for all.
 *
 * @param application {@link #ALL} for every one
 */
public record Grant(Role role, String application) {

  /** Stands for every application, those to come included. */
  public static final String ALL = "*";

  public Grant {
    if (application.isEmpty() || application.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("A grant is ROLE or ROLE:APPLICATION");
    }
  }

  /** Reads {@code operator} or {@code operator:shop}. */
  public static Grant parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Grant(Role.parse(text.strip()), ALL)
        : new Grant(
            Role.parse(text.substring(0, colon).strip()), text.substring(colon + 1).strip());
  }

  boolean allows(Role needed, String wanted) {
    return role.covers(needed) && (application.equals(ALL) || application.equals(wanted));
  }

  @Override
  public String toString() {
    return application.equals(ALL) ? role.wireName() : role.wireName() + ":" + application;
  }
}
