package dev.rekindle.coordinator.order;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.coordinator.backup.BackupSelector;
import dev.rekindle.coordinator.backup.BackupSet;
import dev.rekindle.coordinator.backup.BackupSets;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.plan.PlanProblem;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.plan.yaml.PlanReader;
import dev.rekindle.coordinator.restore.Alternative;
import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.Refusal;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestoreTarget;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Starts restores. Thread-safe. */
public final class RestoreStarter {

  private final Applications applications;
  private final PlanTexts plans;
  private final BackupSets backups;
  private final RestoreEngine engine;
  private final OrderDefaults defaults;
  private final InstantSource clock;
  private final PlanReader reader = new PlanReader();

  public RestoreStarter(
      Applications applications,
      PlanTexts plans,
      BackupSets backups,
      RestoreEngine engine,
      OrderDefaults defaults,
      InstantSource clock) {
    this.applications = applications;
    this.plans = plans;
    this.backups = backups;
    this.engine = engine;
    this.defaults = defaults;
    this.clock = clock;
  }

  /** A wish that cannot become an order. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient StartOutcome.Refused refused;

    Stop(StartOutcome.Code code, String message, List<PlanProblem> problems) {
      super(message, null, false, false);
      refused = new StartOutcome.Refused(code, message, problems);
    }

    Stop(StartOutcome.Code code, String message) {
      this(code, message, List.of());
    }
  }

  /** Pins everything and starts. */
  public StartOutcome start(StartRequest request) {
    try {
      RestoreOrder order = order(request);
      return answer(
          request, engine.handle(request.id(), new RestoreInput.Start(request.id(), order)));
    } catch (Stop stop) {
      return stop.refused;
    }
  }

  private RestoreOrder order(StartRequest request) throws Stop {
    Application application =
        applications
            .find(request.application())
            .orElseThrow(() ->
                new Stop(
                    StartOutcome.Code.UNKNOWN_APPLICATION,
                    "No application '" + request.application() + "' in the catalogue"));
    String planName = Objects.requireNonNullElse(request.plan(), application.plan());
    String text =
        plans
            .text(planName)
            .orElseThrow(() ->
                new Stop(
                    StartOutcome.Code.UNKNOWN_PLAN,
                    "No plan '" + planName + "'; known are " + plans.names()));
    PlanFamily family = new PlanFamily(reader, plans, planName, text);
    Map<String, String> parameters = parameters(application, family, request);
    RestorePlan plan = plan(planName, text, family.of(family.first(), parameters));
    BackupPin backup = backup(application, plan, request);
    return new RestoreOrder(
        mode(request, plan),
        new RestoreTarget(application.name(), application.cluster(), application.namespace()),
        request.only().isEmpty() ? plan : narrowed(plan, request.only()),
        text,
        parameters,
        backup,
        approval(request, plan),
        defaults.timing(),
        stages(plan, request.pauseBefore()),
        List.of(),
        request.by(),
        request.origin(),
        alternatives(family, request, parameters, plan.makesBackup()),
        request.resolveWithin());
  }

  /** Those with all stages that the wish names: one without them would not be what was wished. */
  private List<Alternative> alternatives(
      PlanFamily family, StartRequest request, Map<String, String> parameters, boolean makesBackup)
      throws Stop {
    List<Alternative> alternatives = new ArrayList<>();
    for (Map.Entry<String, PlanFamily.Member> other : family.alternatives().entrySet()) {
      PlanFamily.Member member = other.getValue();
      String text = member.text();
      if (text.isEmpty()) {
        throw new Stop(
            StartOutcome.Code.PLAN_INVALID,
            "Plan '"
                + family.name()
                + "' has the alternative '"
                + other.getKey()
                + "', which does not exist");
      }
      Map<String, String> own = family.of(member, parameters);
      if (!own.keySet().containsAll(member.required())) {
        // Nobody said what it cannot do without: should it be the right one, a check will name it.
        continue;
      }
      RestorePlan plan = plan(other.getKey(), text, own);
      if (plan.makesBackup() != makesBackup) {
        throw new Stop(
            StartOutcome.Code.PLAN_INVALID,
            "Of plan '"
                + family.name()
                + "' and its alternative '"
                + other.getKey()
                + "' one makes a backup set and the other reads one; both must do the same");
      }
      boolean fits =
          Stream.concat(request.only().stream(), request.pauseBefore().stream())
              .allMatch(name -> plan.find(new StageId(name)).isPresent());
      if (fits) {
        RestorePlan wanted = request.only().isEmpty() ? plan : narrowed(plan, request.only());
        alternatives.add(new Alternative(wanted, text));
      }
    }
    return alternatives;
  }

  private static Map<String, String> parameters(
      Application application, PlanFamily family, StartRequest request) {
    Map<String, String> all = family.parametersOf(application);
    all.putAll(request.parameters());
    all.put("application", application.name());
    all.put("namespace", application.namespace());
    all.put("cluster", application.cluster());
    return all;
  }

  private RestorePlan plan(String name, String text, Map<String, String> parameters) throws Stop {
    return switch (reader.read(text, parameters)) {
      case RestorePlan.Outcome.Valid valid when valid.plan().name().equals(name) -> valid.plan();
      // Reports name the plan by what its text says, and people start with what they read there.
      case RestorePlan.Outcome.Valid valid ->
          throw new Stop(
              StartOutcome.Code.PLAN_INVALID,
              "Plan '"
                  + name
                  + "' calls itself '"
                  + valid.plan().name()
                  + "'; give the file and its 'name' the same name");
      case RestorePlan.Outcome.Invalid invalid ->
          throw new Stop(
              StartOutcome.Code.PLAN_INVALID,
              "Plan '"
                  + name
                  + "' has "
                  + invalid.problems().size()
                  + " problem(s), the first at "
                  + invalid.problems().getFirst().place()
                  + ": "
                  + invalid.problems().getFirst().message(),
              invalid.problems());
    };
  }

  private static RestorePlan narrowed(RestorePlan plan, List<String> only) throws Stop {
    return switch (plan.only(stages(plan, only))) {
      case RestorePlan.Outcome.Valid valid -> valid.plan();
      case RestorePlan.Outcome.Invalid invalid ->
          throw new Stop(
              StartOutcome.Code.UNKNOWN_STAGE,
              invalid.problems().getFirst().message(),
              invalid.problems());
    };
  }

  private static List<StageId> stages(RestorePlan plan, List<String> names) throws Stop {
    List<String> unknown =
        names.stream()
            .filter(name -> plan.stages().stream().noneMatch(s -> s.id().value().equals(name)))
            .toList();
    if (!unknown.isEmpty()) {
      throw new Stop(
          StartOutcome.Code.UNKNOWN_STAGE,
          "Plan '" + plan.name() + "' has no stage " + String.join(", ", unknown));
    }
    return names.stream().map(StageId::new).toList();
  }

  private static RestoreMode mode(StartRequest request, RestorePlan plan) {
    return request.mode() == RestoreMode.RESTORE && plan.makesBackup()
        ? RestoreMode.BACKUP
        : request.mode();
  }

  /** Who only looks needs nobody's consent, unless somebody asks for it. */
  private ApprovalPolicy approval(StartRequest request, RestorePlan plan) {
    ApprovalPolicy wanted = request.approval();
    return wanted == null && plan.makesBackup() && plan.onlyLooks()
        ? ApprovalPolicy.NONE
        : defaults.approval(wanted);
  }

  /** The set that is read, or the name of the one that is made, with nothing in it yet. */
  private BackupPin backup(Application application, RestorePlan plan, StartRequest request)
      throws Stop {
    BackupSelector wanted = request.backup();
    if (!plan.makesBackup()) {
      if (wanted == null) {
        throw new Stop(
            StartOutcome.Code.BACKUP_MISSING,
            "Field 'backupSet' is missing: plan '"
                + plan.name()
                + "' restores from a backup set. Name one, or 'newest', or 'newest-verified'");
      }
      return backup(application, wanted).pin();
    }
    if (wanted != null) {
      throw new Stop(
          StartOutcome.Code.BACKUP_UNWANTED,
          "Plan '"
              + plan.name()
              + "' makes a backup set and names it itself: leave '"
              + wanted
              + "' out, or take a plan that restores");
    }
    String name = BackupSet.nameFor(application.name(), request.id(), clock.instant());
    return new BackupPin(application.store(), name, Map.of());
  }

  private BackupSet backup(Application application, BackupSelector wanted) throws Stop {
    return switch (backups.select(application.store(), wanted, clock.instant())) {
      case BackupSets.Lookup.Found found -> found.set();
      case BackupSets.Lookup.Refused refused ->
          throw new Stop(code(refused.reason()), refused.message());
    };
  }

  private static StartOutcome.Code code(BackupSets.Reason reason) {
    return switch (reason) {
      case UNKNOWN_STORE, UNKNOWN_SET -> StartOutcome.Code.BACKUP_UNKNOWN;
      case NONE_FITS -> StartOutcome.Code.BACKUP_NONE_FITS;
      case NO_MANIFEST -> StartOutcome.Code.BACKUP_WITHOUT_MANIFEST;
      case NOT_SEALED -> StartOutcome.Code.BACKUP_NOT_SEALED;
      case UNREADABLE_MANIFEST, STORE_UNREACHABLE -> StartOutcome.Code.BACKUP_UNREADABLE;
    };
  }

  private static StartOutcome answer(StartRequest request, Answer answer) {
    return switch (answer) {
      case Answer.Taken _ -> new StartOutcome.Started(request.id());
      case Answer.Refused(Refusal refusal) ->
          new StartOutcome.Refused(code(refusal.code()), refusal.message(), List.of());
    };
  }

  private static StartOutcome.Code code(Refusal.Code code) {
    return code == Refusal.Code.APPLICATION_TAKEN
        ? StartOutcome.Code.APPLICATION_TAKEN
        : code == Refusal.Code.UNKNOWN_CLUSTER
            ? StartOutcome.Code.UNKNOWN_CLUSTER
            : code == Refusal.Code.ALREADY_STARTED
                ? StartOutcome.Code.ALREADY_STARTED
                : StartOutcome.Code.NOT_STARTED;
  }
}
