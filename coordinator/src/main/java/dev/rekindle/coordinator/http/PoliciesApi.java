package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.access.Needs;
import dev.rekindle.coordinator.access.Role;
import dev.rekindle.coordinator.order.Applications;
import dev.rekindle.coordinator.order.PlanTexts;
import dev.rekindle.coordinator.trigger.LabelMatcher;
import dev.rekindle.coordinator.trigger.Maintenance;
import dev.rekindle.coordinator.trigger.PolicyProblem;
import dev.rekindle.coordinator.trigger.TriggerPolicies;
import dev.rekindle.coordinator.trigger.TriggerPolicy;
import dev.rekindle.coordinator.trigger.TriggerRules;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which alerts start what. */
@Path("/api/v1/policies")
@RunOnVirtualThread
public class PoliciesApi {

  private final TriggerPolicies policies;
  private final Applications applications;
  private final PlanTexts plans;
  private final CurrentCaller caller;

  PoliciesApi(
      TriggerPolicies policies, Applications applications, PlanTexts plans, CurrentCaller caller) {
    this.policies = policies;
    this.applications = applications;
    this.plans = plans;
    this.caller = caller;
  }

  /**
   * One trigger policy.
   *
   * @param match all must hold, as Alertmanager writes matchers
   * @param plan null for the application's own
   * @param backup which set, for people
   * @param approval {@code none}, {@code required} or {@code two-persons}
   * @param holdDown how long an alert must have been firing, ISO 8601
   * @param cooldown after the end of a restore, ISO 8601
   * @param quiet when nothing is started, for people
   * @param onResolved {@code keep} or {@code cancel}: what becomes of a restore that has changed
   *     nothing yet
   * @param resolveWithin how long the end of a restore waits for its alerts to resolve before a
   *     person is asked, ISO 8601; null when it does not wait
   */
  public record Policy(
      String name,
      List<String> match,
      String application,
      @Nullable String plan,
      String backup,
      String approval,
      List<String> pauseBefore,
      String holdDown,
      String cooldown,
      List<String> quiet,
      String onResolved,
      @Nullable String resolveWithin) {}

  /** What a text would be as a policy file. */
  public record Checked(boolean valid, List<PolicyProblem> problems) {}

  /** In the order in which they are tried. */
  @GET
  public Items<Policy> list() {
    return new Items<>(
        caller.visible(policies.rules().policies(), TriggerPolicy::application).stream()
            .map(PoliciesApi::policy)
            .toList());
  }

  /** Says everything that is wrong with the text of a policy file; changes nothing. */
  @POST
  @Path("check")
  @Needs(Role.VIEWER)
  @Consumes({"application/yaml", "application/x-yaml", MediaType.TEXT_PLAIN, MediaType.WILDCARD})
  public Checked check(String text) {
    TriggerPolicies.Checked checked = policies.check(text);
    List<PolicyProblem> problems = new ArrayList<>(checked.problems());
    if (problems.isEmpty()) {
      strangers(checked.rules(), problems);
    }
    return new Checked(problems.isEmpty(), problems);
  }

  /** JSON Schema of policy files, for editors. */
  @GET
  @Path("schema")
  @Produces("application/schema+json")
  public String schema() {
    try (InputStream file =
        Objects.requireNonNull(
            PoliciesApi.class.getResourceAsStream("/schemas/policies.schema.json"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void strangers(TriggerRules rules, List<PolicyProblem> problems) {
    List<TriggerPolicy> all = rules.policies();
    for (int i = 0; i < all.size(); i++) {
      String place = "policies[" + i + "]";
      String plan = all.get(i).plan();
      application(all.get(i).application(), place + ".application", problems);
      if (plan != null && !plans.names().contains(plan)) {
        problems.add(new PolicyProblem(place + ".plan", "There is no plan '%s'".formatted(plan)));
      }
    }
    for (int i = 0; i < rules.maintenance().size(); i++) {
      Maintenance work = rules.maintenance().get(i);
      String place = "maintenance[" + i + "].applications";
      work.applications().forEach(name -> application(name, place, problems));
    }
  }

  private void application(String name, String place, List<PolicyProblem> problems) {
    if (applications.find(name).isEmpty()) {
      problems.add(
          new PolicyProblem(place, "The catalogue has no application '%s'".formatted(name)));
    }
  }

  private static Policy policy(TriggerPolicy policy) {
    return new Policy(
        policy.name(),
        policy.matchers().stream().map(LabelMatcher::toString).toList(),
        policy.application(),
        policy.plan(),
        policy.backup().toString(),
        switch (policy.approval()) {
          case NONE -> "none";
          case ONE -> "required";
          case TWO -> "two-persons";
        },
        policy.pauseBefore(),
        policy.holdDown().toString(),
        policy.cooldown().toString(),
        policy.quiet().stream().map(Object::toString).toList(),
        policy.onResolved().name().toLowerCase(Locale.ROOT),
        policy.resolveWithin() == null ? null : policy.resolveWithin().toString());
  }
}
