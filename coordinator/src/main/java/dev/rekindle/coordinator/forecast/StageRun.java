package dev.rekindle.coordinator.forecast;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One stage of a restore that succeeded.
 *
 * @param took from its first dispatch to its success
 * @param attempts executions it took
 * @param artifactBytes size of each artefact of the backup set that was restored
 */
public record StageRun(
    RestoreId restore,
    String application,
    StageId stage,
    Duration took,
    int attempts,
    Map<String, Long> artifactBytes) {

  public StageRun {
    artifactBytes = Map.copyOf(artifactBytes);
  }

  /** Sizes by artefact name. */
  public static Map<String, Long> sizes(BackupPin pin) {
    return pin.artifacts().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().bytes()));
  }
}
