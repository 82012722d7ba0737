package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.worker.k8s.plan.JobState;
import java.util.List;

/** Jobs of the application's namespace. */
public interface Jobs {

  /** All Jobs, Rekindle's own and others. */
  List<JobState> all();

  /**
   * Makes a Job of this attempt from the workload's pod template. Nothing happens when one of that
   * name exists: look at it. OBJECT_MISSING without the workload or container.
   */
  void create(String name, RunCommand command);

  /** Looks whether a Job could be made: OBJECT_MISSING without the workload or container. */
  void confirmTemplate(RunCommand command);

  /** Why the Job's pod does not run; empty when nothing is wrong with it. */
  String stall(JobState job);

  /** The end of the log of the Job's newest pod; empty when there is none (any more). */
  String log(JobState job);

  /** Fence token on a workload; 0 when there is none. */
  long fenceOf(RunCommand command);

  /** Deletes a Job with its pods and waits until both are gone. */
  void delete(JobState job);
}
