package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.stage.HttpProbe;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.Autoscaler;
import dev.rekindle.worker.k8s.plan.Condition;
import dev.rekindle.worker.k8s.plan.DataObject;
import dev.rekindle.worker.k8s.plan.JobState;
import dev.rekindle.worker.k8s.plan.JobState.Phase;
import dev.rekindle.worker.k8s.plan.Originals;
import dev.rekindle.worker.k8s.plan.PodState;
import dev.rekindle.worker.k8s.plan.PodState.ContainerState;
import dev.rekindle.worker.k8s.plan.WorkloadState;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.Edge;
import dev.rekindle.worker.k8s.target.Fence;
import dev.rekindle.worker.k8s.target.Jobs;
import dev.rekindle.worker.k8s.target.Labels;
import dev.rekindle.worker.k8s.target.Objects;
import dev.rekindle.worker.k8s.target.Workloads;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A cluster in memory that lags like a real one: pods outlive their replicas by some looks, new
 * ones need some looks to be ready, Jobs some to end.
 */
final class World implements Applications {

  /** Looks a change takes. */
  private static final int LAG = 3;

  final Map<String, Integer> replicas = new TreeMap<>();
  final Map<String, Long> fences = new TreeMap<>();
  final Map<ObjectRef, DataObject> objects = new HashMap<>();
  final Map<String, String> fields = new TreeMap<>();
  final Map<String, Boolean> routes = new TreeMap<>();
  final Map<String, String> podUids = new TreeMap<>();
  final Map<String, Fence.Holder> leases = new TreeMap<>();
  final List<JobState> jobs = new ArrayList<>();
  final FakeVolume volume = new FakeVolume();
  final List<String> deniedVerbs = new ArrayList<>();
  final Map<String, Autoscaler> autoscalers = new HashMap<>();
  final Map<String, Condition> conditions = new HashMap<>();

  /** Commands really started. */
  int started;

  /** How Jobs end. */
  Phase jobsEnd = Phase.SUCCEEDED;

  String log = "done";
  int probeStatus = 200;

  private final Map<String, Integer> pods = new HashMap<>();

  /** Looks for which a deployer is still at work. */
  final Map<String, Integer> deploying = new HashMap<>();

  private final Map<String, Integer> lag = new HashMap<>();
  private final Map<String, Integer> jobLooks = new HashMap<>();
  private long version = 100;

  World with(String workload, int count) {
    replicas.put(workload, count);
    pods.put(workload, count);
    return this;
  }

  /** What a comparison of end states looks at. */
  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    state.put("replicas", new TreeMap<>(replicas));
    state.put("leases", new TreeMap<>(leases));
    Map<String, Object> data = new TreeMap<>();
    objects.forEach((ref, object) -> data.put(ref.toString(), new TreeMap<>(object.data())));
    state.put("objects", data);
    state.put("files", new TreeMap<>(volume.files));
    state.put("runningJobs", jobs.stream().filter(j -> j.phase() == Phase.RUNNING).count());
    state.put("pods", new TreeMap<>(pods));
    return state;
  }

  @Override
  public Application open(Attempt attempt) {
    return new Application(
        new FakeWorkloads(attempt),
        new FakeObjects(attempt),
        new FakeJobs(attempt),
        new FakeFence(attempt),
        new FakeEdge(),
        volume);
  }

  private void changed(String workload) {
    lag.put(workload, LAG);
  }

  private final class FakeWorkloads implements Workloads {
    private final Attempt attempt;

    private FakeWorkloads(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public Optional<WorkloadState> find(WorkloadRef workload) {
      String name = workload.toString();
      Integer wanted = replicas.get(name);
      if (wanted == null) {
        return Optional.empty();
      }
      int left = lag.getOrDefault(name, 0);
      if (left > 0) {
        lag.put(name, left - 1);
      } else if (!conditions.containsKey(name)) {
        pods.put(name, wanted);
      }
      int now = pods.get(name) > wanted ? wanted : pods.get(name);
      List<Condition> seen =
          conditions.containsKey(name) ? List.of(conditions.get(name)) : List.of();
      return Optional.of(
          new WorkloadState(
              workload,
              "uid",
              "1",
              wanted,
              2,
              2,
              now,
              now,
              now,
              now,
              deploying(name),
              Map.of("d", name),
              seen));
    }

    private boolean deploying(String name) {
      int looks = deploying.merge(name, -1, Integer::sum);
      return looks >= 0;
    }

    @Override
    public List<PodState> pods(WorkloadState workload) {
      List<PodState> list = new ArrayList<>();
      for (int i = 0; i < pods.get(workload.ref().toString()); i++) {
        list.add(
            new PodState(
                workload.ref().name() + "-" + i,
                "u" + i,
                "Running",
                true,
                i >= workload.wanted(),
                List.of(new ContainerState("c", true, 0, "", "", -1)),
                List.of()));
      }
      return list;
    }

    @Override
    public boolean scale(WorkloadRef workload, int count) {
      String name = workload.toString();
      long seen = fences.getOrDefault(name, 0L);
      if (seen > attempt.ref().fence()) {
        throw AttemptEnded.superseded(seen);
      }
      fences.put(name, attempt.ref().fence());
      // An autoscaler leaves 0 alone, and takes over as soon as there is anything to scale.
      Autoscaler scaler = autoscalers.get(name);
      boolean takesOver = scaler != null && count > 0;
      Integer before = replicas.put(name, takesOver ? scaler.most() : count);
      if (before != null && before != count) {
        changed(name);
        return true;
      }
      return false;
    }

    @Override
    public Optional<Autoscaler> autoscaler(WorkloadRef workload) {
      return Optional.ofNullable(autoscalers.get(workload.toString()));
    }

    @Override
    public Optional<Map<String, String>> fields(ObjectRef resource, List<String> pointers) {
      Map<String, String> values = new TreeMap<>();
      pointers.forEach(p -> values.put(p, fields.getOrDefault(p, Originals.ABSENT)));
      return Optional.of(values);
    }
  }

  private final class FakeObjects implements Objects {
    private final Attempt attempt;

    private FakeObjects(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public Optional<DataObject> find(ObjectRef ref) {
      return Optional.ofNullable(objects.get(ref));
    }

    @Override
    public boolean create(DataObject object) {
      return objects.putIfAbsent(object.ref(), versioned(object, object.data())) == null;
    }

    private DataObject versioned(DataObject object, Map<String, String> data) {
      return new DataObject(
          object.ref(),
          object.type(),
          object.labels(),
          object.annotations(),
          data,
          object.binaryData(),
          object.immutable(),
          Long.toString(++version));
    }

    @Override
    public void setKeys(DataObject seen, Map<String, String> data) {
      DataObject now = objects.get(seen.ref());
      if (now == null || !now.version().equals(seen.version())) {
        throw StageProblem.passing(ProblemCode.CONFLICT, seen.ref() + " changed");
      }
      Map<String, String> all = new HashMap<>(now.data());
      all.putAll(data);
      objects.put(seen.ref(), versioned(now, all));
    }

    @Override
    public void delete(ObjectRef ref) {
      objects.remove(ref);
    }

    @Override
    public boolean allowed(Right right) {
      return !deniedVerbs.contains(right.toString());
    }
  }

  private final class FakeJobs implements Jobs {
    private final Attempt attempt;

    private FakeJobs(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public List<JobState> all() {
      for (JobState job : List.copyOf(jobs)) {
        if (job.phase() == Phase.RUNNING && jobLooks.merge(job.name(), 1, Integer::sum) > LAG) {
          jobs.set(jobs.indexOf(job), in(job, jobsEnd));
        }
      }
      return List.copyOf(jobs);
    }

    @Override
    public void create(String name, RunCommand command) {
      if (jobs.stream().anyMatch(job -> job.name().equals(name))) {
        return;
      }
      started++;
      Map<String, String> labels = Labels.of(attempt);
      jobs.add(
          new JobState(
              name,
              "u-" + name,
              "",
              labels.getOrDefault(Labels.RESTORE, ""),
              labels.getOrDefault(Labels.STAGE, ""),
              attempt.ref().fence(),
              Phase.RUNNING,
              1,
              ""));
    }

    @Override
    public void confirmTemplate(RunCommand command) {}

    @Override
    public String stall(JobState job) {
      return "";
    }

    @Override
    public String log(JobState job) {
      return log;
    }

    @Override
    public long fenceOf(RunCommand command) {
      return fences.getOrDefault(command.workload().toString(), 0L);
    }

    @Override
    public void delete(JobState job) {
      jobs.removeIf(other -> other.name().equals(job.name()));
    }
  }

  static JobState in(JobState job, Phase phase) {
    return new JobState(
        job.name(), job.uid(), job.owner(), job.restore(), job.stage(), job.fence(), phase, 2, "");
  }

  private final class FakeFence implements Fence {
    private final Attempt attempt;

    private FakeFence(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public Optional<Holder> holder(String lease) {
      return Optional.ofNullable(leases.get(lease));
    }

    @Override
    public void take(String lease) {
      Holder holder = leases.get(lease);
      String application = attempt.context().application();
      if (holder != null && !holder.sameApplication()) {
        throw StageProblem.permanent(ProblemCode.TARGET_HELD, lease + " is held");
      }
      leases.put(lease, new Holder(attempt.ref().restore().toString(), application, true));
    }

    @Override
    public void release(String lease) {
      leases.remove(lease);
    }
  }

  private final class FakeEdge implements Edge {
    @Override
    public Map<String, Boolean> routes() {
      return routes;
    }

    @Override
    public Optional<String> podUid(String service) {
      return Optional.ofNullable(podUids.get(service));
    }

    @Override
    public int status(HttpProbe probe) {
      return probeStatus;
    }
  }
}
