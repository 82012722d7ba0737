package dev.rekindle.coordinator.notify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What people are told of. */
enum Occasion {
  STARTED("RestoreStarted", "started"),
  APPROVAL_NEEDED("ApprovalRequested", "waits for an approval"),
  HELD("RestoreHeld", "is held: a person must decide"),
  REMINDER("ReminderSent", "still waits for a person"),
  SUCCEEDED("RestoreSucceeded", "succeeded"),
  FAILED("RestoreFailed", "failed"),
  CANCELLED("RestoreCancelled", "was cancelled");

  private final String fact;
  private final String words;

  Occasion(String fact, String words) {
    this.fact = fact;
    this.words = words;
  }

  /** That of a fact, by its journaled name; most facts are none. */
  static Optional<Occasion> of(String fact) {
    return Arrays.stream(values()).filter(occasion -> occasion.fact.equals(fact)).findFirst();
  }

  /** As settings and messages spell it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Goes on after the name of a restore. */
  String words() {
    return words;
  }
}
