package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.DataObject;
import dev.rekindle.worker.k8s.plan.Originals;
import dev.rekindle.worker.k8s.target.Labels;
import dev.rekindle.worker.k8s.target.Objects;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ConfigMap {@code rekindle-originals-<application>}: what was there before. Created once; what
 * it says is never overwritten, only added to.
 */
final class OriginalsStore {

  private static final String TEXT = "originals";
  private static final String RESTORE = "restore";

  private final Objects objects;
  private final Attempt attempt;
  private final ObjectRef ref;

  OriginalsStore(Objects objects, Attempt attempt) {
    this.objects = objects;
    this.attempt = attempt;
    this.ref =
        new ObjectRef(
            "v1", DataObject.CONFIG_MAP, "rekindle-originals-" + attempt.context().application());
  }

  /** What is recorded, and the restore that recorded it. */
  record Recorded(Originals originals, String restore, boolean inherited) {}

  String name() {
    return ref.toString();
  }

  Optional<Recorded> find() {
    return objects.find(ref).map(this::read);
  }

  /** Records what is seen; what was recorded before stays. */
  Recorded keep(Originals live) {
    Map<String, String> data =
        Map.of(TEXT, live.text(), RESTORE, attempt.ref().restore().toString());
    DataObject wanted = DataObject.of(ref, Labels.of(attempt), data);
    if (objects.create(wanted)) {
      return read(wanted);
    }
    DataObject seen =
        objects
            .find(ref)
            .orElseThrow(() ->
                StageProblem.passing(
                    ProblemCode.CONFLICT, ref + " vanished while it was being read"));
    Recorded recorded = read(seen);
    Originals all = recorded.originals().extendedBy(live);
    if (!all.equals(recorded.originals())) {
      objects.setKeys(seen, Map.of(TEXT, all.text()));
    }
    return new Recorded(all, recorded.restore(), recorded.inherited());
  }

  void remove() {
    objects.delete(ref);
  }

  /**
   * What is recorded, or journaled as the stage's input. Nothing may be changed whose original is
   * not kept: INPUT_MISSING names it.
   */
  Originals require(List<WorkloadRef> workloads) {
    Originals kept = known().orElse(new Originals(Map.of()));
    for (WorkloadRef workload : workloads) {
      if (kept.replicas(workload).isEmpty()) {
        throw StageProblem.permanent(
            ProblemCode.INPUT_MISSING,
            "The original replicas of "
                + workload
                + " are not recorded in "
                + ref
                + ": capture them before changing it");
      }
    }
    return kept;
  }

  /** From the input {@code originals}, else from the ConfigMap; empty when nothing was captured. */
  Optional<Originals> known() {
    return attempt
        .optionalInput("originals")
        .map(Originals::new)
        .or(() -> find().map(Recorded::originals));
  }

  private Recorded read(DataObject object) {
    String restore = object.data().getOrDefault(RESTORE, "");
    return new Recorded(
        Originals.parse(object.data().getOrDefault(TEXT, "")),
        restore,
        !restore.equals(attempt.ref().restore().toString()));
  }
}
