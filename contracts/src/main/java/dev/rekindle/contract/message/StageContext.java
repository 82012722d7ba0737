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
 * @param deadline when the attempt must have ended; the worker cancels it then
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

  public StageContext {
    inputs = Map.copyOf(inputs);
  }
}
