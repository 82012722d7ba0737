package dev.rekindle.contract.message;

import dev.rekindle.contract.backup.BackupPin;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What every stage of a restore needs to know besides its own specification.
 *
 * @param application name of the application that is restored
 * @param cluster the cluster it lives in
 * @param namespace its namespace there; secrets named by reference are looked up here
 * @param backup the pinned artefacts; a worker verifies each digest while it streams
 * @param safetySet name of the backup set that safety copies of this restore are written to
 * @param inputs named outputs of earlier stages, resolved by the coordinator; absent in a check
 *     before those stages ran
 * @param lease how long an admitted attempt is believed alive without a report; heartbeats come at
 *     least six times as often
 * @param deadline when the attempt must have ended, by the journal's clock; the worker cancels it
 *     then, see {@link #receivedAt}
 */
public record StageContext(
    String application,
    String cluster,
    String namespace,
    BackupPin backup,
    String safetySet,
    Map<String, Map<String, String>> inputs,
    Duration lease,
    Instant deadline) {

  /** How far the clocks of workers and of the journal may be apart. */
  public static final Duration CLOCKS_APART = Duration.ofMinutes(10);

  public StageContext {
    inputs = Map.copyOf(inputs);
  }

  /**
   * The same with its deadline by the receiver's clock, which may be minutes apart from the
   * journal's: as long after the receipt as it was after the making. Whether a command waited or
   * the clocks differ cannot be told; what seems older than {@link #CLOCKS_APART} did wait.
   *
   * @param issued when the command was made, by the journal's clock
   * @param now by the receiver's clock
   */
  public StageContext receivedAt(Instant issued, Instant now) {
    Duration apart = Duration.between(issued, now);
    if (apart.abs().compareTo(CLOCKS_APART) > 0) {
      return this;
    }
    return new StageContext(
        application, cluster, namespace, backup, safetySet, inputs, lease, deadline.plus(apart));
  }
}
