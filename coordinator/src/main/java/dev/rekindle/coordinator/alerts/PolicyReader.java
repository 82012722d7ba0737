package dev.rekindle.coordinator.alerts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.coordinator.backup.BackupSelector;
import dev.rekindle.coordinator.trigger.Budget;
import dev.rekindle.coordinator.trigger.LabelMatcher;
import dev.rekindle.coordinator.trigger.Maintenance;
import dev.rekindle.coordinator.trigger.PolicyProblem;
import dev.rekindle.coordinator.trigger.TimeWindow;
import dev.rekindle.coordinator.trigger.TriggerPolicies;
import dev.rekindle.coordinator.trigger.TriggerPolicy;
import dev.rekindle.coordinator.trigger.TriggerRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the text of a policy file, and says everything that is wrong with it. */
final class PolicyReader {

  private static final YAMLMapper YAML = new YAMLMapper();

  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "match",
          "application",
          "plan",
          "backup",
          "approval",
          "pauseBefore",
          "holdDown",
          "cooldown",
          "quiet",
          "onResolved",
          "complete",
          "resolveWithin");

  private static final Duration COOLDOWN = Duration.ofMinutes(30);

  private static final Map<String, TriggerPolicy.Approval> APPROVALS =
      Map.of(
          "none", TriggerPolicy.Approval.NONE,
          "one", TriggerPolicy.Approval.ONE,
          "two", TriggerPolicy.Approval.TWO,
          // As the API calls them.
          "required", TriggerPolicy.Approval.ONE,
          "two-persons", TriggerPolicy.Approval.TWO);

  private static final Map<String, TriggerPolicy.OnResolved> ON_RESOLVED =
      Map.of("keep", TriggerPolicy.OnResolved.KEEP, "cancel", TriggerPolicy.OnResolved.CANCEL);

  private static final Map<String, Boolean> COMPLETE =
      Map.of("whenVerified", false, "whenResolved", true);

  private static final Duration RESOLVE_WITHIN = Duration.ofMinutes(30);

  private final List<PolicyProblem> problems = new ArrayList<>();

  private PolicyReader() {}

  static TriggerPolicies.Checked read(String text) {
    PolicyReader reader = new PolicyReader();
    TriggerRules rules = TriggerRules.NONE;
    try {
      JsonNode tree = YAML.readTree(text);
      if (tree != null && !tree.isMissingNode() && !tree.isNull()) {
        rules = reader.rules(new YamlPlace(tree, "", reader.problems));
      }
    } catch (JacksonException e) {
      var at = e.getLocation();
      String place = at == null ? "the file" : "line " + at.getLineNr();
      reader.problems.add(new PolicyProblem(place, "is no YAML: " + e.getOriginalMessage()));
    }
    return new TriggerPolicies.Checked(rules, reader.problems);
  }

  private TriggerRules rules(YamlPlace file) {
    if (!file.onlyHas(Set.of("policies", "maintenance", "budget"))) {
      return TriggerRules.NONE;
    }
    List<TriggerPolicy> policies = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlPlace place : file.list("policies")) {
      policy(place)
          .ifPresent(policy -> {
            if (!names.add(policy.name())) {
              place.problem("another policy is called '" + policy.name() + "' too");
            }
            policies.add(policy);
          });
    }
    List<Maintenance> maintenance = new ArrayList<>();
    for (YamlPlace place : file.list("maintenance")) {
      maintenance(place).ifPresent(maintenance::add);
    }
    return new TriggerRules(
        policies, maintenance, file.has("budget") ? budget(file.at("budget")) : Budget.NONE);
  }

  private Budget budget(YamlPlace place) {
    return place.onlyHas(Set.of("perCluster", "total"))
        ? new Budget(place.count("perCluster"), place.count("total"))
        : Budget.NONE;
  }

  private Optional<Maintenance> maintenance(YamlPlace place) {
    if (!place.onlyHas(Set.of("from", "to", "days", "zone", "applications", "reason"))) {
      return Optional.empty();
    }
    String reason = place.mandatory("reason");
    Set<String> applications = Set.copyOf(place.texts("applications"));
    Optional<TimeWindow> window =
        place.has("days") || place.has("zone")
            ? WindowReader.weekly(place)
            : WindowReader.once(place);
    return window.map(found -> new Maintenance(found, applications, reason));
  }

  private Optional<TriggerPolicy> policy(YamlPlace place) {
    if (!place.onlyHas(FIELDS)) {
      return Optional.empty();
    }
    int before = problems.size();
    String name = place.mandatory("name");
    List<LabelMatcher> matchers = matchers(place);
    List<TimeWindow> quiet = quiet(place);
    String application = place.mandatory("application");
    TriggerPolicy.Backup backup = backup(place);
    TriggerPolicy.Approval approval =
        place.choice("approval", APPROVALS, TriggerPolicy.Approval.ONE);
    Duration holdDown = place.duration("holdDown", Duration.ZERO);
    Duration cooldown = place.duration("cooldown", COOLDOWN);
    TriggerPolicy.OnResolved onResolved =
        place.choice("onResolved", ON_RESOLVED, TriggerPolicy.OnResolved.KEEP);
    @Nullable Duration resolveWithin = resolveWithin(place);
    List<String> pauseBefore = place.texts("pauseBefore");
    String plan = place.text("plan");
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(
            new TriggerPolicy(
                name,
                matchers,
                application,
                plan,
                backup,
                approval,
                pauseBefore,
                holdDown,
                cooldown,
                quiet,
                onResolved,
                resolveWithin));
  }

  /** Null when the end of a restore does not wait for its alerts. */
  private static @Nullable Duration resolveWithin(YamlPlace place) {
    Duration limit = place.duration("resolveWithin", RESOLVE_WITHIN);
    if (place.choice("complete", COMPLETE, false)) {
      if (limit.isZero()) {
        place.at("resolveWithin").problem("must be longer than nothing: every wait has its time");
      }
      return limit;
    }
    if (place.has("resolveWithin")) {
      place.at("resolveWithin").problem("means nothing without complete: whenResolved");
    }
    return null;
  }

  private static List<TimeWindow> quiet(YamlPlace place) {
    List<TimeWindow> quiet = new ArrayList<>();
    for (YamlPlace window : place.list("quiet")) {
      if (window.onlyHas(Set.of("days", "from", "to", "zone"))) {
        WindowReader.weekly(window).ifPresent(quiet::add);
      }
    }
    return quiet;
  }

  private static List<LabelMatcher> matchers(YamlPlace place) {
    List<LabelMatcher> matchers = new ArrayList<>();
    for (YamlPlace matcher : place.list("match")) {
      try {
        matchers.add(LabelMatcher.parse(matcher.value()));
      } catch (IllegalArgumentException e) {
        matcher.problem(String.valueOf(e.getMessage()));
      }
    }
    if (place.list("match").isEmpty()) {
      place.problem("match is missing: without a matcher every alert would start a restore");
    }
    return matchers;
  }

  private static TriggerPolicy.Backup backup(YamlPlace policy) {
    if (!policy.has("backup")) {
      return TriggerPolicy.Backup.NEWEST;
    }
    YamlPlace place = policy.at("backup");
    if (!place.isObject()) {
      return new TriggerPolicy.Backup(BackupSelector.parse(place.value()), false);
    }
    if (!place.onlyHas(Set.of("set", "verified", "notOlderThan", "before"))) {
      return TriggerPolicy.Backup.NEWEST;
    }
    boolean beforeAlert = "alert".equals(place.text("before"));
    @Nullable Instant before = beforeAlert ? null : place.time("before");
    String set = Objects.requireNonNullElse(place.text("set"), "newest");
    BackupSelector selector = BackupSelector.parse(set);
    Duration age = place.has("notOlderThan") ? place.duration("notOlderThan", COOLDOWN) : null;
    return new TriggerPolicy.Backup(
        new BackupSelector(
            selector.name(), selector.verified() || place.flag("verified"), age, before),
        beforeAlert);
  }
}
