package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.ObjectRestore;
import dev.rekindle.contract.stage.StageSpec.ApplyObjects;
import dev.rekindle.worker.k8s.plan.DataObject;
import dev.rekindle.worker.k8s.plan.ObjectChange;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.Labels;
import dev.rekindle.worker.k8s.target.ObjectJson.Artifact;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.PinnedBackup;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code k8s.apply-objects}: Secrets and ConfigMaps, key by key. */
@ApplicationScoped
public class ApplyObjectsHandler implements StageHandler<ApplyObjects> {

  private final Applications applications;
  private final ArtifactStores stores;

  public ApplyObjectsHandler(Applications applications, ArtifactStores stores) {
    this.applications = applications;
    this.stores = stores;
  }

  @Override
  public Class<ApplyObjects> spec() {
    return ApplyObjects.class;
  }

  @Override
  public Findings check(ApplyObjects spec, Attempt attempt) {
    Application application = applications.open(attempt);
    PinnedBackup backup = stores.backup(attempt.context());
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(spec, application, attempt, findings);
    for (ObjectRestore order : spec.objects()) {
      findings.trying(order.artifact(), () -> look(application, backup, order, attempt, findings));
    }
    return findings.build();
  }

  private static void look(
      Application application,
      PinnedBackup backup,
      ObjectRestore order,
      Attempt attempt,
      Findings.Builder findings) {
    String subject = order.object().toString();
    Optional<Artifact.Whole> artifact = SavedObjects.load(application, backup, order);
    if (artifact.isEmpty()) {
      findings.info(subject, "did not exist when the copy was taken; it is left as it is");
      return;
    }
    String namespace = artifact.get().namespace();
    if (!namespace.isEmpty() && !namespace.equals(attempt.context().namespace())) {
      findings.blocker(
          ProblemCode.CONFLICT,
          subject,
          "comes from namespace " + namespace + ", and addresses in it may point there",
          "Waive this when the application moved to namespace " + attempt.context().namespace());
    }
    switch (change(application, order, artifact.get().object())) {
      case ObjectChange.Create create ->
          findings.info(subject, "is gone; created with keys " + keys(create.object().data()));
      case ObjectChange.SetKeys set ->
          findings.info(subject, "keys " + keys(set.data()) + " get the backup's values");
      case ObjectChange.Nothing nothing -> findings.info(subject, nothing.reason());
      case ObjectChange.Refuse refuse ->
          findings.blocker(refuse.code(), subject, refuse.reason(), refuse.remedy());
    }
  }

  @Override
  public StageOutcome run(ApplyObjects spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Map<ObjectRestore, DataObject> wanted = new LinkedHashMap<>();
    List<Evidence> evidence = new ArrayList<>();
    PinnedBackup backup = stores.backup(attempt.context());
    for (ObjectRestore order : spec.objects()) {
      Optional<Artifact.Whole> artifact = SavedObjects.load(application, backup, order);
      if (artifact.isPresent()) {
        wanted.put(order, artifact.get().object());
        refuse(change(application, order, artifact.get().object()));
      } else {
        evidence.add(new Evidence(order.object().toString(), "did not exist; left as it is"));
      }
    }
    int done = 0;
    for (Map.Entry<ObjectRestore, DataObject> entry : wanted.entrySet()) {
      attempt.throwIfCancelled();
      attempt.report(
          new Progress("applying " + entry.getKey().object(), done++, wanted.size(), "objects"));
      String what = apply(application, entry.getKey(), entry.getValue(), attempt);
      evidence.add(new Evidence(entry.getKey().object().toString(), what));
    }
    wanted.forEach((order, object) -> prove(application, order, object));
    return StageOutcome.done(evidence);
  }

  private static String apply(
      Application application, ObjectRestore order, DataObject object, Attempt attempt) {
    ObjectChange change = change(application, order, object);
    return switch (change) {
      case ObjectChange.Create create -> {
        if (!application.objects().create(labelled(create.object(), attempt))) {
          throw StageProblem.passing(
              ProblemCode.CONFLICT, order.object() + " was created by somebody else meanwhile");
        }
        yield "created with keys " + keys(create.object().data());
      }
      case ObjectChange.SetKeys set -> {
        application.objects().setKeys(set.live(), set.data());
        yield "keys " + keys(set.data()) + " set, all others kept";
      }
      case ObjectChange.Nothing nothing -> nothing.reason();
      case ObjectChange.Refuse refuse -> throw problem(refuse);
    };
  }

  /** Reads it again: an admission plugin or an operator may have had another opinion. */
  private static void prove(Application application, ObjectRestore order, DataObject object) {
    switch (change(application, order, object)) {
      case ObjectChange.Nothing right -> {}
      case ObjectChange.Refuse refuse -> throw problem(refuse);
      case ObjectChange.Create gone -> throw failed(gone.object(), "is gone again");
      case ObjectChange.SetKeys set ->
          throw failed(set.live(), "has other values again under " + keys(set.data()));
    }
  }

  private static StageProblem failed(DataObject object, String why) {
    return StageProblem.passing(
        ProblemCode.VERIFICATION_FAILED,
        object.ref() + " " + why + ": find out who changes it (an operator, a GitOps tool)");
  }

  private static ObjectChange change(
      Application application, ObjectRestore order, DataObject backup) {
    return ObjectChange.of(order, backup, application.objects().find(order.object()));
  }

  private static void refuse(ObjectChange change) {
    if (change instanceof ObjectChange.Refuse refuse) {
      throw problem(refuse);
    }
  }

  private static StageProblem problem(ObjectChange.Refuse refuse) {
    return StageProblem.permanent(refuse.code(), refuse.reason() + ". " + refuse.remedy());
  }

  private static DataObject labelled(DataObject object, Attempt attempt) {
    Map<String, String> annotations = new HashMap<>(object.annotations());
    annotations.put(Labels.FENCE, Long.toString(attempt.ref().fence()));
    annotations.put(Labels.RESTORE, attempt.ref().restore().toString());
    return new DataObject(
        object.ref(),
        object.type(),
        object.labels(),
        annotations,
        object.data(),
        object.binaryData(),
        object.immutable(),
        "");
  }

  private static List<String> keys(Map<String, String> data) {
    return data.keySet().stream().sorted().toList();
  }
}
