package dev.rekindle.worker.k8s.plan;

import dev.rekindle.contract.attempt.AttemptRef;
import java.util.Comparator;
import java.util.List;

/**
 * Which Job an attempt works with. A command must not run twice side by side, and must not run
 * again because only its report was lost; so the Jobs in the cluster decide, not the attempt.
 */
public sealed interface JobChoice {

  /** One is there already; wait for its end, or take it. */
  record Adopt(JobState job) implements JobChoice {}

  /** Make a new one. */
  record Create(String name) implements JobChoice {}

  /** An earlier one still runs although its result would not count: end it, then look again. */
  record End(JobState job) implements JobChoice {}

  /** A newer attempt was here. */
  record Superseded(long seen) implements JobChoice {}

  /**
   * Chooses.
   *
   * @param jobs all Jobs of the namespace
   * @param workloadFence the token of whoever scaled the Job's workload last. A Job made before
   *     that belongs to an earlier round: the stage was succeeded once and is done again, and what
   *     the Job did was undone by what was done again before it
   */
  static JobChoice of(AttemptRef attempt, List<JobState> jobs, long workloadFence) {
    List<JobState> mine =
        jobs.stream()
            .filter(job -> job.restore().equals(attempt.restore().toString()))
            .filter(job -> job.stage().equals(attempt.stage().value()))
            .sorted(Comparator.comparingLong(JobState::fence))
            .toList();
    if (mine.isEmpty()) {
      return new Create(name(attempt, 1));
    }
    JobState newest = mine.getLast();
    if (newest.fence() > attempt.fence()) {
      return new Superseded(newest.fence());
    }
    boolean counts = newest.fence() > workloadFence;
    return switch (newest.phase()) {
      case RUNNING -> counts ? new Adopt(newest) : new End(newest);
      case SUCCEEDED -> counts ? new Adopt(newest) : new Create(next(attempt, mine));
      // The attempt that made it has failed with it; this one is the next try.
      case FAILED ->
          newest.fence() == attempt.fence() ? new Adopt(newest) : new Create(next(attempt, mine));
      case DELETING -> new End(newest);
    };
  }

  private static String next(AttemptRef attempt, List<JobState> mine) {
    int highest = mine.stream().mapToInt(job -> numberOf(job.name())).max().orElse(0);
    return name(attempt, highest + 1);
  }

  private static int numberOf(String name) {
    try {
      return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** At most 63 characters, as a stage has at most 40. */
  private static String name(AttemptRef attempt, int number) {
    String restore = attempt.restore().toString().substring(0, 8);
    return "rekindle-" + attempt.stage() + "-" + restore + "-" + number;
  }
}
