package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.coordinator.plan.RestorePlan;
import java.util.List;
import java.util.Map;

/**
 * Everything that is pinned when a restore starts.
 *
 * @param plan resolved and, when only some stages are wanted, already narrowed
 * @param planText the text the plan was read from, as it was
 * @param parameters the values the plan was resolved with
 * @param pauseBefore stages before which the restore waits for a resume
 * @param waivers findings that are accepted beforehand
 * @param origin where the wish came from, such as {@code person} or {@code alert FINGERPRINT}
 */
public record RestoreOrder(
    RestoreMode mode,
    RestoreTarget target,
    RestorePlan plan,
    String planText,
    Map<String, String> parameters,
    BackupPin backup,
    ApprovalPolicy approval,
    Timing timing,
    List<StageId> pauseBefore,
    List<Waiver> waivers,
    Signature requestedBy,
    String origin) {

  public RestoreOrder {
    parameters = Map.copyOf(parameters);
    pauseBefore = List.copyOf(pauseBefore);
    waivers = List.copyOf(waivers);
  }
}
