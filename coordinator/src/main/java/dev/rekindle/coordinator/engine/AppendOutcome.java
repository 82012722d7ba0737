package dev.rekindle.coordinator.engine;

import dev.rekindle.contract.attempt.RestoreId;

/** What became of an append. */
public sealed interface AppendOutcome {

  /** It is in the journal. */
  record Appended(long lastSeq) implements AppendOutcome {}

  /** Somebody else appended first; load and decide again. */
  record RaceLost() implements AppendOutcome {}

  /**
   * Nothing was started: another open restore of mode RESTORE holds the same cluster, namespace and
   * application. Dry runs neither hold nor ask.
   */
  record ApplicationTaken(RestoreId by) implements AppendOutcome {}
}
