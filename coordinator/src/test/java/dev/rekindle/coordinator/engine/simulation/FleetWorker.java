package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.RefusalCode;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.contract.message.StageReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** One worker process: a desk, attempts that write chunks, a queue of reports, a clock. */
final class FleetWorker {

  /** A command as it comes, with the time at which it was made by the journal's clock. */
  record Ordered(StageCommand command, Instant issued) {}

  static final int CHUNKS = 4;

  private final String name;
  private final Agenda agenda;
  private final FleetBroker broker;
  private final BiFunction<AttemptRef, StageContext, FleetTarget> targets;
  private final Map<AttemptRef, StageReport> said = new HashMap<>();
  private final Map<AttemptRef, Long> sequences = new HashMap<>();
  private final Map<String, AttemptRef> live = new HashMap<>();
  private final Set<AttemptRef> cancelled = new HashSet<>();
  private final Deque<StageReport> unsent = new ArrayDeque<>();
  private Duration ahead = Duration.ZERO;
  private Instant standingUntil = Instant.MIN;
  private int life;

  FleetWorker(
      String name,
      Agenda agenda,
      FleetBroker broker,
      BiFunction<AttemptRef, StageContext, FleetTarget> targets) {
    this.name = name;
    this.agenda = agenda;
    this.broker = broker;
    this.targets = targets;
    if (agenda.fault(Hazard.CLOCKS_APART, 2)) {
      ahead = Duration.ofMinutes(agenda.random().nextInt(19) - 9L);
    }
  }

  /** What chance has for it now: death, or a long stand. */
  void mishap() {
    if (agenda.fault(Hazard.DYING_WORKERS, 12)) {
      die();
    } else if (agenda.fault(Hazard.STANDING_WORKERS, 12)) {
      standingUntil = agenda.now().plus(Duration.ofSeconds(10 + agenda.random().nextInt(200)));
    }
  }

  private void die() {
    agenda.note(name + " dies");
    life++;
    said.clear();
    sequences.clear();
    live.clear();
    cancelled.clear();
    unsent.clear();
    standingUntil = Instant.MIN;
  }

  /** Reads what is for it, and sends what waits. */
  void round(List<String> commands, String controls) {
    if (agenda.now().isBefore(standingUntil)) {
      return;
    }
    try {
      broker.take(controls, 20).forEach(message -> receive((Ordered) message));
      for (String topic : commands) {
        broker.take(topic, 5).forEach(message -> receive((Ordered) message));
      }
      while (!unsent.isEmpty()) {
        broker.publish(reportsOf(unsent.peek()), unsent.peek());
        unsent.remove();
      }
    } catch (FleetBroker.Away e) {
      // The next round tries again.
    }
  }

  static String reportsOf(StageReport report) {
    return "reports-" + Math.floorMod(report.attempt().restore().hashCode(), 4);
  }

  private void receive(Ordered ordered) {
    agenda.counts();
    if (agenda.writing()) {
      agenda.note(name + " gets " + brief(ordered.command()));
    }
    switch (ordered.command()) {
      case StageCommand.CheckStage check -> check(check, ordered.issued());
      case StageCommand.ExecuteStage execute -> offer(execute, ordered.issued());
      case StageCommand.CancelStage cancel -> cancelled.add(cancel.attempt());
    }
  }

  private void check(StageCommand.CheckStage command, Instant issued) {
    AttemptRef attempt = command.attempt();
    if (tooLate(command.context(), issued)) {
      say(refused(attempt));
      return;
    }
    atWork(
        agenda.millis(10, 4000),
        () ->
            say(
                new StageReport.CheckReported(
                    attempt,
                    next(attempt),
                    clock(),
                    name,
                    List.of(Finding.info("x", "seen")),
                    List.of())));
  }

  private void offer(StageCommand.ExecuteStage command, Instant issued) {
    AttemptRef attempt = command.attempt();
    AttemptRef newest = live.get(attempt.key());
    if (said.containsKey(attempt)) {
      say(said.get(attempt));
    } else if (attempt.equals(newest)) {
      say(progressed(attempt, 0));
    } else if (newest != null && newest.fence() > attempt.fence()) {
      last(attempt, superseded(attempt, newest.fence()));
    } else if (tooLate(command.context(), issued)) {
      say(refused(attempt));
    } else {
      live.put(attempt.key(), attempt);
      say(new StageReport.AttemptAdmitted(attempt, next(attempt), clock(), name));
      FleetTarget target = targets.apply(attempt, command.context());
      atWork(agenda.millis(10, 3000), () -> chunk(attempt, target, 0));
    }
  }

  private boolean tooLate(StageContext context, Instant issued) {
    return !clock().isBefore(context.receivedAt(issued, clock()).deadline());
  }

  private void chunk(AttemptRef attempt, FleetTarget target, int chunk) {
    if (!attempt.equals(live.get(attempt.key()))) {
      last(attempt, superseded(attempt, attempt.fence() + 1));
    } else if (cancelled.contains(attempt)) {
      last(attempt, new StageReport.AttemptCancelled(attempt, next(attempt), clock(), name, true));
    } else if (agenda.fault(Hazard.FAILING_ATTEMPTS, 25)) {
      ProblemCode code = ProblemCode.CONNECTION_LOST;
      last(
          attempt,
          new StageReport.AttemptFailed(attempt, next(attempt), clock(), name, code, true, "d"));
    } else if (chunk < CHUNKS) {
      write(attempt, target, chunk);
    } else {
      target.job(attempt);
      Map<String, Map<String, String>> outputs = Map.of("out", Map.of("by", name));
      List<Evidence> evidence = List.of(new Evidence("rows", "1"));
      last(
          attempt,
          new StageReport.AttemptSucceeded(
              attempt, next(attempt), clock(), name, outputs, evidence));
    }
  }

  private void write(AttemptRef attempt, FleetTarget target, int chunk) {
    agenda.counts();
    Optional<Long> seen = target.write(attempt, chunk);
    if (agenda.writing()) {
      agenda.note(name + " writes chunk " + chunk + " for " + brief(attempt) + " " + seen);
    }
    if (agenda.fault(Hazard.DYING_WORKERS, 60)) {
      // The transaction is committed and nobody knows.
      die();
    } else if (seen.isPresent()) {
      last(attempt, superseded(attempt, seen.get()));
    } else {
      say(progressed(attempt, chunk));
      atWork(agenda.millis(100, 4000), () -> chunk(attempt, target, chunk + 1));
    }
  }

  /** Goes on after that time, or when a stand is over; never after a death. */
  private void atWork(Duration time, Runnable work) {
    int mine = life;
    agenda.later(
        time,
        () -> {
          if (mine != life) {
            return;
          }
          if (agenda.now().isBefore(standingUntil)) {
            atWork(Duration.between(agenda.now(), standingUntil), work);
          } else {
            work.run();
          }
        });
  }

  private void last(AttemptRef attempt, StageReport word) {
    live.remove(attempt.key(), attempt);
    said.put(attempt, word);
    say(word);
  }

  private void say(StageReport report) {
    unsent.add(report);
  }

  private StageReport superseded(AttemptRef attempt, long seen) {
    return new StageReport.AttemptSuperseded(attempt, next(attempt), clock(), name, seen);
  }

  private StageReport progressed(AttemptRef attempt, int done) {
    return new StageReport.AttemptProgressed(
        attempt, next(attempt), clock(), name, new Progress("s", done, CHUNKS, "chunks"));
  }

  private StageReport refused(AttemptRef attempt) {
    return new StageReport.AttemptRefused(
        attempt, next(attempt), clock(), name, RefusalCode.TOO_LATE, "d");
  }

  private Instant clock() {
    return agenda.now().plus(ahead);
  }

  private long next(AttemptRef attempt) {
    return sequences.merge(attempt, 1L, Long::sum);
  }

  static String brief(StageCommand command) {
    return command.getClass().getSimpleName() + " " + brief(command.attempt());
  }

  static String brief(AttemptRef attempt) {
    return attempt.restore().value().getLeastSignificantBits()
        + "/"
        + attempt.stage()
        + "/"
        + attempt.number()
        + " fence "
        + attempt.fence();
  }
}
