package dev.rekindle.coordinator.trigger;

import dev.rekindle.contract.attempt.RestoreId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is remembered of alerts. Every method takes part in the transaction that surrounds it. */
public interface Episodes {

  /**
   * Notes that a notice came, and answers what was known before it. A second transaction with the
   * same episode waits for the first.
   */
  Optional<EpisodeRule.Memory> note(AlertNotice notice, String policy, String application);

  /** The same without a notice; empty for an episode that nobody ever heard of. */
  Optional<EpisodeRule.Memory> recall(AlertNotice.Episode episode);

  /** Writes down what was decided, unless that is what was decided last. */
  void decided(AlertNotice.Episode episode, Verdict verdict);

  /** Whether an episode that belongs to a restore is not over. */
  boolean firing(RestoreId restore);

  /** Firing episodes whose time to be looked at again has come. */
  List<AlertNotice> due(Instant now, int limit);

  /** Makes every other transaction that calls this for the same application wait. */
  void serialise(String cluster, String namespace, String application);

  /** Makes every other transaction that calls this wait. */
  void serialiseAll();

  /** How many restores are open. */
  Budget.Load load(String cluster);

  /** The restore of an application that is open or ended last; see {@link EpisodeRule}. */
  Optional<EpisodeRule.LastRestore> lastRestore(
      String cluster, String namespace, String application);

  /** The backup of an application that is being made. */
  Optional<RestoreId> openBackup(String cluster, String namespace, String application);

  /** The newest episodes first. */
  List<Remembered> newest(int limit);

  /** What was decided, the newest first. */
  List<Decided> decisions(int limit);

  /** An episode as people see it. */
  record Remembered(
      AlertNotice.Episode episode,
      String policy,
      String application,
      boolean resolved,
      Optional<RestoreId> restore,
      String problem,
      Map<String, String> labels,
      Optional<Instant> lookAgain) {

    public Remembered {
      labels = Map.copyOf(labels);
    }
  }

  /** One decision about an episode. */
  record Decided(
      Instant at,
      AlertNotice.Episode episode,
      String policy,
      String application,
      Verdict.Outcome outcome,
      String reason,
      Optional<RestoreId> restore) {}
}
