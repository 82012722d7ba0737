package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.stage.HttpProbe;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.StageSpec.VerifyApplication;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.Hosts;
import dev.rekindle.worker.k8s.plan.JobState;
import dev.rekindle.worker.k8s.plan.JobState.Phase;
import dev.rekindle.worker.k8s.plan.Originals;
import dev.rekindle.worker.k8s.plan.Rollout;
import dev.rekindle.worker.k8s.plan.Rollout.Complete;
import dev.rekindle.worker.k8s.plan.Rollout.Progressing;
import dev.rekindle.worker.k8s.plan.Rollout.Stalled;
import dev.rekindle.worker.k8s.plan.WorkloadState;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;

/** One look at everything that must be right. */
final class Verification {

  private static final String POD_UID = "podUid";

  private final Application application;
  private final VerifyApplication spec;
  private final Attempt attempt;
  private final Originals originals;
  private boolean hopeless;

  Verification(Application application, VerifyApplication spec, Attempt attempt) {
    this.application = application;
    this.spec = spec;
    this.attempt = attempt;
    this.originals = new Originals(attempt.input("originals"));
  }

  /** Something is wrong that waiting cannot put right. */
  boolean hopeless() {
    return hopeless;
  }

  /** Looks; returns what is wrong, and adds what is right to the evidence. */
  List<String> look(List<Evidence> evidence) {
    List<String> wrong = new ArrayList<>();
    spec.workloads().forEach(ref -> workload(ref, wrong, evidence));
    resource(wrong, evidence);
    pods(wrong, evidence);
    jobs(wrong, evidence);
    hosts(wrong, evidence);
    spec.probes().forEach(probe -> probe(probe, wrong, evidence));
    return wrong;
  }

  private void workload(WorkloadRef ref, List<String> wrong, List<Evidence> evidence) {
    OptionalInt wanted = originals.replicas(ref);
    Optional<WorkloadState> found = application.workloads().find(ref);
    if (found.isEmpty()) {
      wrong.add(ref + " does not exist");
      return;
    }
    WorkloadState state = found.get();
    if (wanted.isPresent()
        && wanted.getAsInt() != state.wanted()
        && !Readiness.autoscaled(application, state)) {
      wrong.add(ref + " has " + state.wanted() + " replicas, originally " + wanted.getAsInt());
      return;
    }
    Rollout rollout = Rollout.judge(state, application.workloads().pods(state));
    switch (rollout) {
      case Complete done -> evidence.add(new Evidence(ref.toString(), done.replicas() + " ready"));
      case Progressing moving ->
          wrong.add(ref + " has " + moving.ready() + " of " + moving.wanted() + " pods ready");
      case Stalled stalled -> wrong.add(ref + ": " + stalled.reason());
    }
  }

  private void resource(List<String> wrong, List<Evidence> evidence) {
    ObjectRef resource = spec.resource();
    Map<String, String> expected = new TreeMap<>(originals.fields());
    if (resource == null || expected.isEmpty()) {
      return;
    }
    Map<String, String> now =
        application.workloads().fields(resource, List.copyOf(expected.keySet())).orElse(Map.of());
    int before = wrong.size();
    expected.forEach((field, value) -> {
      String seen = now.getOrDefault(field, Originals.ABSENT);
      if (!seen.equals(value)) {
        wrong.add(resource + " " + field + " is " + seen + ", originally " + value);
      }
    });
    if (wrong.size() == before) {
      evidence.add(new Evidence(resource.toString(), expected.size() + " fields as they were"));
    }
  }

  /** A store in memory (an emptyDir) forgets what was restored when its pod is replaced. */
  private void pods(List<String> wrong, List<Evidence> evidence) {
    new TreeMap<>(attempt.context().inputs())
        .forEach((service, values) -> {
          String uid = values.get(POD_UID);
          if (uid == null || uid.isEmpty()) {
            return;
          }
          Optional<String> now = application.edge().podUid(service);
          if (now.isEmpty()) {
            wrong.add("no pod is ready behind " + service);
          } else if (now.get().equals(uid)) {
            evidence.add(new Evidence("pod of " + service, "not replaced since its restore"));
          } else {
            hopeless = true;
            wrong.add(
                "the pod of "
                    + service
                    + " was replaced since its restore: restore that store again");
          }
        });
  }

  /**
   * Commands of ours, and the operator's hooks; other Jobs of the namespace are not our concern.
   */
  private void jobs(List<String> wrong, List<Evidence> evidence) {
    String resource = String.valueOf(spec.resource());
    List<String> running =
        application.jobs().all().stream()
            .filter(job -> job.phase() == Phase.RUNNING)
            .filter(job -> job.ours() || job.owner().equals(resource))
            .map(JobState::name)
            .toList();
    if (running.isEmpty()) {
      evidence.add(new Evidence("jobs", "no command or hook runs"));
    } else {
      wrong.add("jobs still run: " + running);
    }
  }

  private void hosts(List<String> wrong, List<Evidence> evidence) {
    Optional<Map<String, String>> input = attempt.optionalInput("hosts");
    if (input.isEmpty()) {
      return;
    }
    SortedSet<String> expected = Hosts.parse(input.get().values());
    SortedSet<String> missing = Hosts.missing(expected, application.edge().routes());
    if (missing.isEmpty()) {
      evidence.add(new Evidence("routes", expected.size() + " hosts admitted"));
    } else {
      wrong.add(
          missing.size()
              + " of "
              + expected.size()
              + " hosts have no admitted route: "
              + missing.stream().limit(5).toList());
    }
  }

  private void probe(HttpProbe probe, List<String> wrong, List<Evidence> evidence) {
    String service = probe.endpoint().service();
    String name = (service == null ? probe.endpoint().host() : service) + probe.path();
    try {
      int status = application.edge().status(probe);
      if (status == probe.status()) {
        evidence.add(new Evidence("probe " + name, "answers " + status));
      } else {
        wrong.add("probe " + name + " answers " + status + ", not " + probe.status());
      }
    } catch (StageProblem problem) {
      wrong.add("probe " + name + ": " + problem.detail());
    }
  }
}
