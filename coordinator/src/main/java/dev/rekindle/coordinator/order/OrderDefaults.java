package dev.rekindle.coordinator.order;

import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.Timing;
import org.jspecify.annotations.Nullable;

/**
 * What an order gets when nobody says otherwise.
 *
 * @param requesterMayApprove false where names are proven: who asks for a restore then never counts
 *     as one who agrees to it
 */
public record OrderDefaults(ApprovalPolicy approval, boolean requesterMayApprove, Timing timing) {

  ApprovalPolicy approval(@Nullable ApprovalPolicy wanted) {
    ApprovalPolicy policy = wanted == null ? approval : wanted;
    return new ApprovalPolicy(
        policy.persons(), policy.requesterMayApprove() && requesterMayApprove);
  }
}
