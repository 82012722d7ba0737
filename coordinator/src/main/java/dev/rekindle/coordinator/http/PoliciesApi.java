package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.trigger.LabelMatcher;
import dev.rekindle.coordinator.trigger.TriggerPolicies;
import dev.rekindle.coordinator.trigger.TriggerPolicy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which alerts start what. */
@Path("/api/v1/policies")
@RunOnVirtualThread
public class PoliciesApi {

  private final TriggerPolicies policies;
  private final CurrentCaller caller;

  PoliciesApi(TriggerPolicies policies, CurrentCaller caller) {
    this.policies = policies;
    this.caller = caller;
  }

  /**
   * One trigger policy.
   *
   * @param match all must hold, as Alertmanager writes matchers
   * @param plan null for the application's own
   * @param approval {@code none}, {@code required} or {@code two-persons}
   * @param cooldown after the end of a restore, ISO 8601
   */
  public record Policy(
      String name,
      List<String> match,
      String application,
      @Nullable String plan,
      String backup,
      String approval,
      List<String> pauseBefore,
      String cooldown) {}

  /** In the order in which they are tried. */
  @GET
  public Items<Policy> list() {
    return new Items<>(
        caller.visible(policies.policies(), TriggerPolicy::application).stream()
            .map(PoliciesApi::policy)
            .toList());
  }

  private static Policy policy(TriggerPolicy policy) {
    return new Policy(
        policy.name(),
        policy.matchers().stream().map(LabelMatcher::toString).toList(),
        policy.application(),
        policy.plan(),
        policy.backup(),
        switch (policy.approval()) {
          case NONE -> "none";
          case REQUIRED -> "required";
          case TWO_PERSONS -> "two-persons";
        },
        policy.pauseBefore(),
        policy.cooldown().toString());
  }
}
