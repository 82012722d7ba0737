package dev.rekindle.coordinator.access;

import java.util.List;

/** Names of people, as an identity provider gives them, kept apart from all other names. */
public final class PersonName {

  private static final String APART = "person:";

  /** What names in the journal begin with that no provider gave. */
  private static final List<String> TAKEN =
      List.of(ServiceTokens.Kept.PREFIX, Caller.FIRST_ADMIN, "policy ", APART);

  private PersonName() {}

  /**
   * The name in the journal: the provider's, unless a token, the first administrator or a policy
   * could be taken for it. Different people have different names.
   */
  public static String of(String given) {
    return TAKEN.stream().anyMatch(given::startsWith) ? APART + given : given;
  }
}
