package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.RefusalCode;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageReport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Workers that do nothing, with all the ways of doing it wrong. */
final class SimulatedWorkers {

  /** Name of the plan that a check may choose, where the order has it. */
  static final String OTHER_PLAN = "other";

  /** What the workers can do to the world around them. */
  interface Surroundings {
    Instant now();

    void later(Duration delay, Runnable action);

    void publish(StageReport report);

    boolean fault(Fault fault, int oneIn);
  }

  private final Surroundings world;
  private final Random random;
  private final Set<AttemptRef> seen = new HashSet<>();
  private final Set<AttemptRef> cancelled = new HashSet<>();
  private final Map<AttemptRef, Long> sequences = new HashMap<>();

  /** The highest fence token each target has seen. */
  private final Map<StageId, Long> targets = new HashMap<>();

  SimulatedWorkers(Surroundings world, Random random) {
    this.world = world;
    this.random = random;
  }

  void receive(StageCommand command) {
    switch (command) {
      case StageCommand.CheckStage check -> check(check.attempt());
      case StageCommand.ExecuteStage execute -> execute(execute);
      case StageCommand.CancelStage cancel -> cancelled.add(cancel.attempt());
    }
  }

  private void check(AttemptRef attempt) {
    if (world.fault(Fault.DYING_WORKERS, 8)) {
      return;
    }
    if (world.fault(Fault.BUSY_WORKERS, 5)) {
      refuse(attempt);
    } else if (world.fault(Fault.FAILING_ATTEMPTS, 10)) {
      fail(attempt);
    } else {
      world.later(seconds(5), () -> world.publish(checked(attempt)));
    }
  }

  private StageReport checked(AttemptRef attempt) {
    List<Finding> findings =
        world.fault(Fault.BLOCKING_FINDINGS, 6)
            ? List.of(
                switch (random.nextInt(3)) {
                  case 0 -> Finding.blocker(ProblemCode.SPACE_SHORT, "disk", "m", "r");
                  case 1 -> Finding.blocker(ProblemCode.ANOTHER_PLAN, OTHER_PLAN, "m", "r");
                  default -> Finding.warning(ProblemCode.TARGET_NOT_EMPTY, "db", "m", "r");
                })
            : List.of(Finding.info("x", "seen at " + world.now()));
    return new StageReport.CheckReported(
        attempt, next(attempt), world.now(), "w", findings, List.of());
  }

  private void execute(StageCommand.ExecuteStage command) {
    AttemptRef attempt = command.attempt();
    if (!seen.add(attempt)) {
      return;
    }
    if (world.fault(Fault.BUSY_WORKERS, 4)) {
      refuse(attempt);
      return;
    }
    if (world.fault(Fault.DYING_WORKERS, 10)) {
      return;
    }
    world.publish(new StageReport.AttemptAdmitted(attempt, next(attempt), world.now(), "w"));
    work(command, Duration.ofSeconds(random.nextInt(40)), world.fault(Fault.ZOMBIE_WORKERS, 6));
  }

  private void work(StageCommand.ExecuteStage command, Duration left, boolean mute) {
    AttemptRef attempt = command.attempt();
    if (world.fault(Fault.DYING_WORKERS, 20)) {
      return;
    }
    if (targets.getOrDefault(attempt.stage(), 0L) > attempt.fence()) {
      world.publish(
          new StageReport.AttemptSuperseded(
              attempt, next(attempt), world.now(), "w", targets.get(attempt.stage())));
      return;
    }
    targets.put(attempt.stage(), attempt.fence());
    if (cancelled.contains(attempt) || world.now().isAfter(command.context().deadline())) {
      world.publish(
          new StageReport.AttemptCancelled(attempt, next(attempt), world.now(), "w", true));
    } else if (left.isPositive()) {
      if (!mute) {
        world.publish(
            new StageReport.AttemptProgressed(
                attempt, next(attempt), world.now(), "w", new Progress("s", 1, 2, "rows")));
      }
      Duration pause =
          Duration.ofSeconds(mute ? 25 + random.nextInt(random.nextBoolean() ? 60 : 300) : 2);
      world.later(pause, () -> work(command, left.minus(pause), mute && random.nextBoolean()));
    } else {
      finish(attempt);
    }
  }

  private void finish(AttemptRef attempt) {
    if (world.fault(Fault.HOPELESS_ATTEMPTS, 12)) {
      world.publish(
          new StageReport.AttemptFailed(
              attempt, next(attempt), world.now(), "w", ProblemCode.DATA_REFUSED, false, "d"));
    } else if (world.fault(Fault.FAILING_ATTEMPTS, 5)) {
      fail(attempt);
    } else {
      world.publish(
          new StageReport.AttemptSucceeded(
              attempt,
              next(attempt),
              world.now(),
              "w",
              Map.of("out", Map.of("attempt", Integer.toString(attempt.number()))),
              List.of(new Evidence("rows", "1"))));
    }
  }

  private void fail(AttemptRef attempt) {
    world.publish(
        new StageReport.AttemptFailed(
            attempt, next(attempt), world.now(), "w", ProblemCode.CONNECTION_LOST, true, "d"));
  }

  private void refuse(AttemptRef attempt) {
    RefusalCode[] codes = {
      RefusalCode.BUSY, RefusalCode.BUSY, RefusalCode.STOPPING, RefusalCode.TOO_LATE
    };
    RefusalCode code =
        world.fault(Fault.HOPELESS_ATTEMPTS, 10)
            ? RefusalCode.UNKNOWN_KIND
            : codes[random.nextInt(codes.length)];
    world.publish(
        new StageReport.AttemptRefused(attempt, next(attempt), world.now(), "w", code, "d"));
  }

  private long next(AttemptRef attempt) {
    return sequences.merge(attempt, 1L, Long::sum);
  }

  private Duration seconds(int most) {
    return Duration.ofMillis(random.nextInt(most * 1000));
  }
}
