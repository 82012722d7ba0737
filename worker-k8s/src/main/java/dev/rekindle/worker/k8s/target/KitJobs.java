package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.JobState;
import dev.rekindle.worker.k8s.plan.JobState.Phase;
import dev.rekindle.worker.k8s.plan.JobTemplate;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.openshift.api.model.DeploymentConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs through the kit's client. */
final class KitJobs implements Jobs {

  /** Lines of a log that are read; what is told is bounded again by characters. */
  private static final int LOG_LINES = 60;

  private final Scope scope;

  KitJobs(Scope scope) {
    this.scope = scope;
  }

  private record Template(HasMetadata workload, @Nullable PodTemplateSpec pod) {}

  @Override
  public List<JobState> all() {
    return scope
        .call(
            "list jobs",
            () ->
                scope
                    .cluster()
                    .client()
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(scope.namespace())
                    .list()
                    .getItems())
        .stream()
        .map(KitJobs::read)
        .toList();
  }

  private static JobState read(Job job) {
    Map<String, String> labels = StateReader.labels(job.getMetadata().getLabels());
    JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
    Optional<JobCondition> complete = condition(status, "Complete");
    // "FailureTarget" comes first; "Failed" only when the pods have ended.
    Optional<JobCondition> failed = condition(status, "Failed");
    Phase phase = Phase.RUNNING;
    if (job.getMetadata().getDeletionTimestamp() != null) {
      phase = Phase.DELETING;
    } else if (complete.isPresent()) {
      phase = Phase.SUCCEEDED;
    } else if (failed.isPresent()) {
      phase = Phase.FAILED;
    }
    String end =
        complete
            .or(() -> failed)
            .map(JobCondition::getLastTransitionTime)
            .orElse(status.getCompletionTime());
    return new JobState(
        job.getMetadata().getName(),
        StateReader.text(job.getMetadata().getUid()),
        owner(job),
        labels.getOrDefault(Labels.RESTORE, ""),
        labels.getOrDefault(Labels.STAGE, ""),
        Scope.fenceOf(job),
        phase,
        seconds(status.getStartTime(), end),
        failed.map(condition -> StateReader.text(condition.getReason())).orElse(""));
  }

  private static String owner(Job job) {
    return job.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(owner -> owner.getKind() + "/" + owner.getName())
        .findFirst()
        .orElse("");
  }

  private static Optional<JobCondition> condition(JobStatus status, String type) {
    return status.getConditions().stream()
        .filter(condition -> type.equals(condition.getType()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .findFirst();
  }

  private static long seconds(@Nullable String start, @Nullable String end) {
    if (start == null) {
      return 0;
    }
    try {
      Instant from = Instant.parse(start);
      Instant to = end == null ? Instant.now() : Instant.parse(end);
      return Math.max(0, Duration.between(from, to).toSeconds());
    } catch (DateTimeParseException e) {
      return 0;
    }
  }

  @Override
  public void create(String name, RunCommand command) {
    Template template = template(command.workload());
    PodTemplateSpec pod = podOf(template, command);
    Job job =
        JobTemplate.of(
            name,
            Labels.of(scope.attempt()),
            Map.of(
                Labels.FENCE,
                Long.toString(scope.token()),
                "rekindle.dev/attempt",
                Integer.toString(scope.attempt().ref().number())),
            pod,
            container(pod, command),
            command.command(),
            command.timeout());
    job.getMetadata().setNamespace(scope.namespace());
    scope.cluster().changes().createOnly(job);
  }

  private Template template(WorkloadRef ref) {
    HasMetadata workload =
        switch (ref.kind()) {
          case DEPLOYMENT -> scope.call("read " + ref, KitWorkloads.deployment(scope, ref)::get);
          case DEPLOYMENT_CONFIG ->
              scope.call("read " + ref, KitWorkloads.deploymentConfig(scope, ref)::get);
        };
    if (workload == null) {
      throw StageProblem.permanent(
          ProblemCode.OBJECT_MISSING, ref + " does not exist, and the command needs its template");
    }
    return switch (workload) {
      case Deployment deployment -> new Template(deployment, deployment.getSpec().getTemplate());
      case DeploymentConfig config -> new Template(config, config.getSpec().getTemplate());
      default -> throw new IllegalStateException("Unexpected " + workload.getKind());
    };
  }

  private static PodTemplateSpec podOf(Template template, RunCommand command) {
    PodTemplateSpec pod = template.pod();
    if (pod == null) {
      throw StageProblem.permanent(
          ProblemCode.TARGET_UNSUITABLE, command.workload() + " has no pod template");
    }
    return pod;
  }

  private static Container container(PodTemplateSpec pod, RunCommand command) {
    return JobTemplate.container(pod, command.container())
        .orElseThrow(() ->
            StageProblem.permanent(
                ProblemCode.OBJECT_MISSING,
                command.workload() + " has no container " + command.container()));
  }

  @Override
  public void confirmTemplate(RunCommand command) {
    container(podOf(template(command.workload()), command), command);
  }

  @Override
  public long fenceOf(RunCommand command) {
    return Scope.fenceOf(template(command.workload()).workload());
  }

  private Optional<Pod> newestPod(JobState job) {
    return scope.cluster().pods().all(scope.namespace(), Map.of("job-name", job.name())).stream()
        .max(
            Comparator.comparing(
                pod -> StateReader.text(pod.getMetadata().getCreationTimestamp())));
  }

  @Override
  public String stall(JobState job) {
    return newestPod(job).flatMap(pod -> scope.cluster().pods().stall(pod)).orElse("");
  }

  @Override
  public String log(JobState job) {
    return newestPod(job)
        .map(pod -> {
          try {
            return scope.call(
                "read the log of " + pod.getMetadata().getName(),
                () ->
                    scope
                        .cluster()
                        .client()
                        .pods()
                        .inNamespace(scope.namespace())
                        .withName(pod.getMetadata().getName())
                        .tailingLines(LOG_LINES)
                        .getLog());
          } catch (StageProblem problem) {
            // The log is for people; that it cannot be had must not fail what is done.
            return "(log unavailable: " + problem.detail() + ")";
          }
        })
        .orElse("");
  }

  @Override
  public void delete(JobState job) {
    scope.call(
        "delete job " + job.name(),
        () ->
            scope
                .cluster()
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(scope.namespace())
                .withName(job.name())
                .delete());
    scope
        .cluster()
        .pods()
        .awaitGone(scope.namespace(), Map.of("job-name", job.name()), scope.attempt());
  }
}
