package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec.SaveObjects;
import dev.rekindle.worker.k8s.plan.DataObject;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.Labels;
import dev.rekindle.worker.k8s.target.ObjectJson;
import dev.rekindle.worker.kit.artifact.ArtifactSink;
import dev.rekindle.worker.kit.artifact.ArtifactStore.Written;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.SafetySet;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code k8s.save-objects}: keeps copies in the Secret {@code rekindle-safety-<restore>} of the
 * namespace. What goes into the safety set only says where the copy is, so that no secret leaves
 * the cluster and an undo is an ordinary restore.
 */
@ApplicationScoped
public class SaveObjectsHandler implements StageHandler<SaveObjects> {

  /** The API server's limit for a Secret is 1 MiB for everything in it. */
  private static final int MOST_BYTES = 1_000_000;

  private final Applications applications;
  private final ArtifactStores stores;

  public SaveObjectsHandler(Applications applications, ArtifactStores stores) {
    this.applications = applications;
    this.stores = stores;
  }

  @Override
  public Class<SaveObjects> spec() {
    return SaveObjects.class;
  }

  @Override
  public Findings check(SaveObjects spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    if (spec.policy() == SafetyPolicy.NONE) {
      return findings.info("safety", "objects are not saved, as the plan says").build();
    }
    RightsCheck.of(spec, application, attempt, findings);
    for (ObjectRef ref : spec.objects()) {
      if (application.objects().find(ref).isEmpty()) {
        findings.info(ref.toString(), "does not exist, so there is nothing to save");
      }
    }
    return findings.build();
  }

  @Override
  public StageOutcome run(SaveObjects spec, Attempt attempt) {
    if (spec.policy() == SafetyPolicy.NONE) {
      return StageOutcome.done(new Evidence("safety", "not taken, as the plan says"));
    }
    try {
      return save(spec, attempt);
    } catch (StageProblem problem) {
      // In a real disaster a copy that cannot be taken must not block the way back.
      if (spec.policy() == SafetyPolicy.BEST_EFFORT) {
        return StageOutcome.done(new Evidence("safety", "not taken: " + problem.detail()));
      }
      throw problem;
    }
  }

  private StageOutcome save(SaveObjects spec, Attempt attempt) {
    Application application = applications.open(attempt);
    ObjectRef secret = SavedObjects.secretOf(attempt.ref().restore());
    // The first copy stays: after it the objects may be half restored.
    DataObject copies =
        application
            .objects()
            .find(secret)
            .orElseGet(() -> copy(application, spec, secret, attempt));
    SafetySet safety = stores.safety(attempt.context());
    List<Evidence> evidence = new ArrayList<>();
    int done = 0;
    for (ObjectRef ref : spec.objects()) {
      attempt.throwIfCancelled();
      attempt.report(new Progress("saving " + ref, done++, spec.objects().size(), "objects"));
      Optional<String> saved = Optional.ofNullable(copies.data().get(SavedObjects.keyOf(ref)));
      point(safety, secret, ref, saved);
      evidence.add(
          new Evidence(ref.toString(), saved.isPresent() ? "saved" : "did not exist before"));
    }
    evidence.add(new Evidence("copies", secret + " in the namespace"));
    return StageOutcome.done(evidence);
  }

  private static DataObject copy(
      Application application, SaveObjects spec, ObjectRef secret, Attempt attempt) {
    Map<String, String> data = new LinkedHashMap<>();
    int bytes = 0;
    for (ObjectRef ref : spec.objects()) {
      Optional<DataObject> live = application.objects().find(ref);
      if (live.isPresent()) {
        byte[] json = ObjectJson.write(live.get());
        bytes += json.length;
        data.put(SavedObjects.keyOf(ref), Base64.getEncoder().encodeToString(json));
      }
    }
    if (bytes > MOST_BYTES) {
      throw StageProblem.permanent(
          ProblemCode.SPACE_SHORT,
          "The objects have " + bytes + " bytes, and a Secret takes at most " + MOST_BYTES);
    }
    DataObject wanted = DataObject.of(secret, Labels.of(attempt), data);
    application.objects().create(wanted);
    return application
        .objects()
        .find(secret)
        .orElseThrow(() ->
            StageProblem.passing(ProblemCode.CONFLICT, secret + " vanished after its creation"));
  }

  private static void point(
      SafetySet safety, ObjectRef secret, ObjectRef ref, Optional<String> saved) {
    String artifact = SavedObjects.artifactOf(ref);
    if (safety.completed(artifact).isPresent()) {
      return;
    }
    String path = artifact + ".json";
    try (ArtifactSink sink = safety.create(path)) {
      sink.write(ObjectJson.writePointer(SavedObjects.pointer(secret, ref, saved)));
      Written written = sink.commit();
      safety.record(
          artifact,
          path,
          ArtifactFormat.KUBERNETES_OBJECT,
          written,
          new SafetySet.About(Instant.now(), "rekindle", "", Map.of()));
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST, "Cannot write " + path + ": " + e.getMessage(), e);
    }
  }
}
