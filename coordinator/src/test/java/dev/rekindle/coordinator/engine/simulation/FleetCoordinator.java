package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.FenceTokens;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.exchange.ReportsHorizon;
import dev.rekindle.coordinator.restore.RestoreInput;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** One coordinator process: an engine, a relay, a reader of reports, a loop of ticks. */
final class FleetCoordinator {

  /** A row of the outbox. */
  record Row(String topic, Object message) {}

  private static final Duration GAP = Duration.ofSeconds(6);

  private final String name;
  private final Agenda agenda;
  private final FleetBroker broker;
  private final FleetJournal journal;
  private final FenceTokens tokens;
  private final Deque<Row> outbox;
  private final BiConsumer<RestoreId, RestoreInput> watcher;
  private RestoreEngine engine;
  private ReportsHorizon horizon = new ReportsHorizon(GAP);
  private Instant standingUntil = Instant.MIN;
  private int life;

  FleetCoordinator(
      String name,
      Agenda agenda,
      FleetBroker broker,
      FleetJournal journal,
      FenceTokens tokens,
      Deque<Row> outbox,
      BiConsumer<RestoreId, RestoreInput> watcher) {
    this.name = name;
    this.agenda = agenda;
    this.broker = broker;
    this.journal = journal;
    this.tokens = tokens;
    this.outbox = outbox;
    this.watcher = watcher;
    this.engine = new RestoreEngine(journal, tokens, () -> List.of("c0", "c1", "c2"));
  }

  /** What chance has for it now. */
  void mishap() {
    if (agenda.fault(Hazard.STANDING_COORDINATORS, 12)) {
      standingUntil = agenda.now().plus(Duration.ofSeconds(10 + agenda.random().nextInt(200)));
    } else if (agenda.fault(Hazard.DYING_COORDINATORS, 12)) {
      die();
    }
  }

  boolean stands() {
    return agenda.now().isBefore(standingUntil);
  }

  private void die() {
    agenda.note(name + " dies");
    life++;
    engine = new RestoreEngine(journal, tokens, () -> List.of("c0", "c1", "c2"));
    horizon = new ReportsHorizon(GAP);
    standingUntil = agenda.now().plusSeconds(2);
    broker.topics().stream().filter(FleetCoordinator::ofReports).forEach(broker::rebalance);
  }

  /** Whether the input was taken or refused; empty when the process died of it. */
  Optional<Answer> handle(RestoreId restore, RestoreInput input) {
    return handle(restore, List.of(new RestoreEngine.Arrival(input, null))).map(List::getFirst);
  }

  private Optional<List<Answer>> handle(RestoreId restore, List<RestoreEngine.Arrival> arrivals) {
    agenda.counts();
    try {
      List<Answer> answers = engine.handle(restore, arrivals);
      arrivals.forEach(arrival -> watcher.accept(restore, arrival.input()));
      return Optional.of(answers);
    } catch (FleetJournal.Death e) {
      die();
      return Optional.empty();
    }
  }

  /** Reads reports, ticks what is due, and lets the outbox go. */
  void round(List<String> reports) {
    if (stands()) {
      return;
    }
    try {
      for (String topic : reports) {
        broker.deal(topic, 10, this::take);
      }
      relay();
    } catch (FleetBroker.Away e) {
      // The next round tries again.
    } catch (FleetJournal.Death e) {
      return;
    }
    watch();
    tick();
  }

  /** Those of one restore together. */
  private void take(List<Object> reports) {
    reports.stream()
        .map(StageReport.class::cast)
        .collect(
            Collectors.groupingBy(
                report -> report.attempt().restore(),
                LinkedHashMap::new,
                Collectors.mapping(this::arrival, Collectors.toList())))
        .forEach((restore, arrivals) -> {
          if (handle(restore, arrivals).isEmpty()) {
            // Not acknowledged.
            throw new FleetJournal.Death();
          }
        });
  }

  private RestoreEngine.Arrival arrival(StageReport report) {
    if (agenda.writing()) {
      String kind = report.getClass().getSimpleName();
      agenda.note(name + " reads " + kind + " of " + FleetWorker.brief(report.attempt()));
    }
    return new RestoreEngine.Arrival(
        new RestoreInput.ReportArrived(report), report.attempt() + "/" + report.sequence());
  }

  /** A row goes when it was confirmed; a death in between, or a refusal, sends it again. */
  private void relay() {
    while (!outbox.isEmpty()) {
      Row row = outbox.peek();
      if (agenda.fault(Hazard.REFUSED_MESSAGES, 40)) {
        outbox.stream().skip(1).limit(5).forEach(r -> broker.publish(r.topic(), r.message()));
      }
      broker.publish(row.topic(), row.message());
      if (agenda.fault(Hazard.DYING_COORDINATORS, 100)) {
        die();
        throw new FleetJournal.Death();
      }
      outbox.remove();
    }
  }

  private void watch() {
    try {
      if (broker.topics().stream().filter(FleetCoordinator::ofReports).allMatch(broker::passed)) {
        horizon.confirmed(agenda.now());
      }
    } catch (FleetBroker.Away e) {
      // Nothing is known then.
    }
  }

  private static boolean ofReports(String topic) {
    return topic.startsWith("reports");
  }

  /** The list of what is due is some time old when its last restore is ticked. */
  private void tick() {
    horizon
        .read()
        .ifPresent(read -> {
          int mine = life;
          for (RestoreId restore : journal.due(agenda.now(), 20)) {
            agenda.later(
                agenda.millis(1, 900),
                () -> {
                  if (mine == life && !stands()) {
                    handle(restore, new RestoreInput.Tick(read));
                  }
                });
          }
        });
  }
}
