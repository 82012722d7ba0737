package dev.rekindle.coordinator.trigger;

import dev.rekindle.contract.attempt.RestoreId;
import java.util.List;
import java.util.Optional;

/** What is remembered of alerts. Every method takes part in the transaction that surrounds it. */
public interface Episodes {

  /**
   * Notes that a notice came, and answers what was known before it. A second transaction with the
   * same episode waits for the first.
   */
  Optional<EpisodeRule.Memory> note(AlertNotice notice, String policy, String application);

  /** Binds an episode to a restore. */
  void attach(AlertNotice.Episode episode, RestoreId restore);

  /** Says why an episode has no restore, for people who ask. */
  void explain(AlertNotice.Episode episode, String problem);

  /** Makes every other transaction that calls this for the same application wait. */
  void serialise(String cluster, String namespace, String application);

  /** The restore of an application that is open or ended last, dry runs aside. */
  Optional<EpisodeRule.LastRestore> lastRestore(
      String cluster, String namespace, String application);

  /** The newest episodes first. */
  List<Remembered> newest(int limit);

  /** An episode as people see it. */
  record Remembered(
      AlertNotice.Episode episode,
      String policy,
      String application,
      boolean resolved,
      Optional<RestoreId> restore,
      String problem) {}
}
