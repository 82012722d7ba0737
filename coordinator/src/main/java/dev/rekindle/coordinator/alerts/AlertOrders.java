package dev.rekindle.coordinator.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.order.StartRequest;
import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.trigger.AlertNotice;
import dev.rekindle.coordinator.trigger.TriggerPolicy;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an alert orders. */
final class AlertOrders {

  private AlertOrders() {}

  static StartRequest request(AlertNotice notice, TriggerPolicy policy) {
    AlertNotice.Episode episode = notice.episode();
    return new StartRequest(
        identity(episode, policy),
        policy.application(),
        policy.plan(),
        policy.backup().at(episode.startsAt()),
        RestoreMode.RESTORE,
        List.of(),
        policy.pauseBefore(),
        Map.of(),
        approval(policy),
        new Signature(
            "policy " + policy.name(),
            "Alert " + name(notice) + " fires since " + episode.startsAt()),
        episode.origin(),
        policy.resolveWithin());
  }

  static String name(AlertNotice notice) {
    return notice.labels().getOrDefault("alertname", notice.episode().fingerprint());
  }

  private static RestoreId identity(AlertNotice.Episode episode, TriggerPolicy policy) {
    String name = policy.application() + "/" + episode.fingerprint() + "/" + episode.startsAt();
    return new RestoreId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
  }

  private static ApprovalPolicy approval(TriggerPolicy policy) {
    return switch (policy.approval()) {
      case NONE -> ApprovalPolicy.NONE;
      case ONE -> ApprovalPolicy.ONE_PERSON;
      case TWO -> ApprovalPolicy.TWO_PERSONS;
    };
  }
}
