package dev.rekindle.coordinator.order;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.backup.BackupSelector;
import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants restored, or saved.
 *
 * @param id identity of the restore to be; asking twice with the same one starts one restore
 * @param plan null for the application's own
 * @param backup which set of the application's store; null for a plan that makes one
 * @param only stages that are wanted, with what they need; empty for all
 * @param pauseBefore stages before which the restore waits for a resume
 * @param parameters beside and above those of the application
 * @param approval null for the setting's
 * @param resolveWithin how long the end waits for the alerts to resolve; null when it does not
 * @param origin {@code person}, or which alert
 */
public record StartRequest(
    RestoreId id,
    String application,
    @Nullable String plan,
    @Nullable BackupSelector backup,
    RestoreMode mode,
    List<String> only,
    List<String> pauseBefore,
    Map<String, String> parameters,
    @Nullable ApprovalPolicy approval,
    Signature by,
    String origin,
    @Nullable Duration resolveWithin) {

  public StartRequest {
    only = List.copyOf(only);
    pauseBefore = List.copyOf(pauseBefore);
    parameters = Map.copyOf(parameters);
  }
}
