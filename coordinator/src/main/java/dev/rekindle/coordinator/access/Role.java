package dev.rekindle.coordinator.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody is for. */
public enum Role {
  /** Sees. */
  VIEWER,
  /** Starts, holds, resumes, cancels, retries and skips. */
  OPERATOR,
  /** Approves, rejects, and waives findings. */
  APPROVER,
  /** All of it, and tokens. */
  ADMIN,
  /** Delivers alerts, and nothing else: for Alertmanager. */
  ALERTS;

  /** Whether who has this role may do what asks for the other. */
  public boolean covers(Role needed) {
    return this == needed
        || this == ADMIN
        || (needed == VIEWER && (this == OPERATOR || this == APPROVER));
  }

  /** As grants, settings and answers spell it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@link IllegalArgumentException} lists the names there are. */
  public static Role parse(String text) {
    return Arrays.stream(values())
        .filter(role -> role.wireName().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "A role is one of "
                    + Arrays.stream(values()).map(Role::wireName).collect(Collectors.joining(", "))
                    + ", not '"
                    + text
                    + "'"));
  }
}
