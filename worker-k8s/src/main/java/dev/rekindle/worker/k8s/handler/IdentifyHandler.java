package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.BackupMatch;
import dev.rekindle.contract.stage.ObjectRestore;
import dev.rekindle.contract.stage.StageSpec.IdentifyApplication;
import dev.rekindle.worker.k8s.plan.Originals;
import dev.rekindle.worker.k8s.plan.PlanFit;
import dev.rekindle.worker.k8s.plan.PlanFit.Seen;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.ObjectJson.Artifact;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.PinnedBackup;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code k8s.identify}: which plan fits, and whether the backup set belongs to this target. */
@ApplicationScoped
public class IdentifyHandler implements StageHandler<IdentifyApplication> {

  private final Applications applications;
  private final ArtifactStores stores;

  public IdentifyHandler(Applications applications, ArtifactStores stores) {
    this.applications = applications;
    this.stores = stores;
  }

  @Override
  public Class<IdentifyApplication> spec() {
    return IdentifyApplication.class;
  }

  @Override
  public Findings check(IdentifyApplication spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(spec, application, attempt, findings);
    findings.trying(
        spec.resource().toString(),
        () -> {
          Seen seen = look(application, spec);
          Optional<String> plan = PlanFit.plan(spec, seen);
          if (plan.isEmpty()) {
            none(spec, seen, findings);
          } else if (plan.get().equals(spec.plan())) {
            findings.info("plan", plan.get() + " fits: " + seen);
          } else {
            another(spec.plan(), plan.get(), seen, findings);
            return;
          }
          PinnedBackup backup = stores.backup(attempt.context());
          for (BackupMatch match : spec.matches()) {
            findings.trying(
                match.artifact(), () -> compare(application, backup, match, seen, findings));
          }
        });
    return findings.build();
  }

  private static Seen look(Application application, IdentifyApplication spec) {
    List<String> pointers = PlanFit.fields(spec);
    Map<String, String> fields =
        application
            .workloads()
            .fields(spec.resource(), pointers)
            .orElseGet(
                () -> pointers.stream().collect(Collectors.toMap(p -> p, p -> Originals.ABSENT)));
    return Seen.of(
        PlanFit.workloads(spec).stream()
            .filter(ref -> application.workloads().find(ref).isPresent())
            .collect(Collectors.toSet()),
        fields);
  }

  private static void another(String own, String plan, Seen seen, Findings.Builder findings) {
    findings.blocker(
        ProblemCode.ANOTHER_PLAN,
        plan,
        "Plan " + own + " is not for what is there: " + seen,
        "Start the restore with plan "
            + plan
            + "; it is taken by itself where the plan that was started has it under 'alternatives' and its parameters have values");
  }

  private static void none(IdentifyApplication spec, Seen seen, Findings.Builder findings) {
    findings.blocker(
        ProblemCode.TARGET_UNSUITABLE,
        spec.resource().toString(),
        "No plan is for what is there: " + seen,
        "Correct the namespace or the resource's name in the plan's parameters, or write a plan for"
            + " this installation");
  }

  private static void compare(
      Application application,
      PinnedBackup backup,
      BackupMatch match,
      Seen seen,
      Findings.Builder findings) {
    String target = seen.field(match.field());
    Optional<String> saved = saved(application, backup, match);
    String subject = match.key();
    if (saved.isEmpty() || target.equals(Originals.ABSENT)) {
      findings.info(subject, "cannot be compared with " + match.field() + ": one is not there");
    } else if (PlanFit.holds(match.relation(), saved.get(), target)) {
      findings.info(subject, saved.get() + " in the backup set, " + target + " here");
    } else {
      findings.blocker(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "The backup set is of " + saved.get() + ", and " + match.field() + " is " + target,
          switch (match.relation()) {
            case SAME -> "Take a backup set of this installation, or make both the same";
            case NOT_NEWER -> "Take an older backup set, or upgrade the installation first";
          });
    }
  }

  private static Optional<String> saved(
      Application application, PinnedBackup backup, BackupMatch match) {
    if (!backup.pins().containsKey(match.artifact())) {
      return Optional.empty();
    }
    return SavedObjects.load(
            application, backup, new ObjectRestore(match.artifact(), match.object(), List.of()))
        .map(Artifact.Whole::object)
        .filter(object -> !object.secret())
        .map(object -> object.data().get(match.key()));
  }

  @Override
  public StageOutcome run(IdentifyApplication spec, Attempt attempt) {
    Seen seen = look(applications.open(attempt), spec);
    String plan = PlanFit.plan(spec, seen).orElse("");
    if (!plan.isEmpty() && !plan.equals(spec.plan())) {
      return new StageOutcome.GiveUp(
          ProblemCode.ANOTHER_PLAN,
          "Plan " + plan + " is for what is there now, and not " + spec.plan() + ": " + seen);
    }
    return StageOutcome.done(List.of(new Evidence("seen", seen.toString())));
  }
}
