package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.Append;
import dev.rekindle.coordinator.engine.InMemoryFenceTokens;
import dev.rekindle.coordinator.engine.InMemoryRestoreJournal;
import dev.rekindle.coordinator.evidence.HistoryRules;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.Refusal;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestorePhase;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.RestoreTarget;
import dev.rekindle.coordinator.restore.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A whole installation in one thread: several coordinators over one journal, an outbox, a broker
 * that loses things, workers with clocks of their own, targets with fence and ledger, and restores
 * that compete for applications.
 */
final class Fleet {

  /** What a scenario came to. */
  record Figures(long steps, int restores, int faults) {}

  private static final Instant END = Agenda.BEGIN.plus(Duration.ofHours(4));
  private static final int PARTITIONS = 2;

  private final Scenario scenario;
  private final Agenda agenda;
  private final FleetBroker broker;
  private final InMemoryRestoreJournal journal;
  private final InMemoryFenceTokens tokens = new InMemoryFenceTokens();
  private final Deque<FleetCoordinator.Row> outbox = new ArrayDeque<>();
  private final List<FleetCoordinator> coordinators = new ArrayList<>();
  private final Map<String, List<FleetWorker>> workers = new LinkedHashMap<>();
  private final Map<String, FleetTarget> targets = new HashMap<>();
  private final Map<RestoreId, RestoreOrder> orders = new LinkedHashMap<>();
  private final Map<RestoreId, RestoreState> states = new HashMap<>();
  private final Map<RestoreId, HistoryRules> rules = new HashMap<>();
  private final Set<Long> fences = new HashSet<>();
  private final SimulatedPeople people;
  private int shift;

  Fleet(Scenario scenario, boolean writing) {
    this.scenario = scenario;
    agenda = new Agenda(scenario, writing);
    broker = new FleetBroker(agenda);
    journal = new InMemoryRestoreJournal(agenda::now);
    people = new SimulatedPeople(agenda.random());
    for (int i = 0; i < scenario.coordinators(); i++) {
      FleetJournal view = new FleetJournal(journal, agenda, this::meanwhile, this::appended);
      coordinators.add(
          new FleetCoordinator(
              "coordinator-" + i, agenda, broker, view, tokens, outbox, this::looked));
    }
    for (int i = 0; i < 3; i++) {
      String cluster = "c" + i;
      List<FleetWorker> there = new ArrayList<>();
      for (int n = 0; n < 2; n++) {
        there.add(new FleetWorker(cluster + "-worker-" + n, agenda, broker, this::target));
      }
      workers.put(cluster, there);
    }
    for (int i = 0; i < scenario.restores(); i++) {
      RestoreOrder order = orderOf(i);
      int application = i % scenario.applications();
      RestoreTarget target =
          new RestoreTarget("app" + application, "c" + application / 2, "app" + application);
      orders.put(new RestoreId(new UUID(1, i + 1L)), retarget(order, target));
    }
  }

  Figures run() {
    orders.keySet().forEach(id -> agenda.later(agenda.millis(1, 600_000), () -> start(id)));
    coordinators.forEach(c -> agenda.later(agenda.millis(1, 900), () -> coordinate(c)));
    for (int w = 0; w < 2; w++) {
      int number = w;
      workers.keySet().forEach(c -> agenda.later(agenda.millis(1, 900), () -> work(c, number)));
    }
    agenda.later(Duration.ofSeconds(20), this::mishap);
    while (agenda.step(END)) {
      if (states.size() == orders.size() && states.values().stream().allMatch(Fleet::over)) {
        break;
      }
    }
    orders.keySet().forEach(this::ends);
    return new Figures(agenda.steps(), orders.size(), agenda.faults());
  }

  /** Runs it as a trial of {@link Shrinking}. */
  static Shrinking.Trial.Outcome trial(Scenario scenario, boolean writing) {
    Fleet fleet = new Fleet(scenario, writing);
    Optional<Throwable> failure = Optional.empty();
    try {
      Figures _ = fleet.run();
    } catch (AssertionError | RuntimeException e) {
      failure = Optional.of(e);
    }
    return new Shrinking.Trial.Outcome(failure, fleet.agenda.faults(), fleet.agenda.chronicle());
  }

  private static boolean over(RestoreState state) {
    return state.phase().terminal();
  }

  // ---- what happens again and again

  private void coordinate(FleetCoordinator coordinator) {
    List<String> reports = new ArrayList<>();
    for (int p = 0; p < 4; p++) {
      if (coordinators.get((p + shift) % coordinators.size()) == coordinator) {
        reports.add("reports-" + p);
      }
    }
    coordinator.round(reports);
    boolean slow = agenda.fault(Hazard.SLOW_MESSAGES, 20);
    agenda.later(agenda.millis(300, slow ? 30_000 : 1500), () -> coordinate(coordinator));
  }

  private void work(String cluster, int number) {
    List<String> commands = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      if ((p + shift) % 2 == number) {
        commands.add("commands-" + cluster + "-" + p);
      }
    }
    workers.get(cluster).get(number).round(commands, "controls-" + cluster + "-" + number);
    boolean slow = agenda.fault(Hazard.SLOW_MESSAGES, 20);
    agenda.later(agenda.millis(100, slow ? 30_000 : 1000), () -> work(cluster, number));
  }

  private void mishap() {
    broker.mishap();
    coordinators.forEach(FleetCoordinator::mishap);
    workers.values().forEach(there -> there.forEach(FleetWorker::mishap));
    if (agenda.fault(Hazard.REBALANCES, 8)) {
      shift++;
      broker.topics().stream()
          .filter(topic -> !topic.startsWith("controls"))
          .forEach(broker::rebalance);
    }
    if (!agenda.calm()) {
      agenda.later(agenda.millis(5_000, 60_000), this::mishap);
    }
  }

  private void start(RestoreId id) {
    RestoreOrder order = orders.get(id);
    boolean taken =
        awake().handle(id, new RestoreInput.Start(id, order)).stream()
            .anyMatch(answer ->
                !(answer instanceof Answer.Refused(Refusal refusal)
                    && refusal.code() == Refusal.Code.APPLICATION_TAKEN));
    agenda.later(agenda.millis(10_000, 120_000), taken ? () -> help(id) : () -> start(id));
  }

  private void help(RestoreId id) {
    RestoreState state = states.get(id);
    if (state == null) {
      start(id);
      return;
    }
    if (over(state)) {
      return;
    }
    if (agenda.fault(Hazard.IMPATIENT_PEOPLE, 2)) {
      awake().handle(id, people.whim(state));
    }
    people.helpful(state).forEach(wish -> awake().handle(id, wish));
    agenda.later(agenda.millis(1_000, 300_000), () -> help(id));
  }

  private FleetCoordinator awake() {
    List<FleetCoordinator> awake = coordinators.stream().filter(c -> !c.stands()).toList();
    List<FleetCoordinator> some = awake.isEmpty() ? coordinators : awake;
    return some.get(agenda.random().nextInt(some.size()));
  }

  /** Another coordinator does something about the restore just now. */
  private void meanwhile(RestoreId id) {
    RestoreState state = states.get(id);
    if (state != null && coordinators.size() > 1) {
      FleetCoordinator other = coordinators.get(agenda.random().nextInt(coordinators.size()));
      other.handle(id, people.whim(state));
    }
  }

  // ---- what must hold

  private FleetTarget target(AttemptRef attempt, StageContext context) {
    return targets.computeIfAbsent(
        context.application() + "/" + attempt.stage(), _ -> new FleetTarget());
  }

  private void appended(Append append) {
    RestoreId id = append.restore();
    RestoreState before = states.get(id);
    for (RestoreFact fact : append.facts()) {
      if (agenda.writing()) {
        agenda.note("  fact of " + id.value().getLeastSignificantBits() + ": " + brief(fact));
      }
      rules.computeIfAbsent(id, _ -> new HistoryRules(append.state().order())).take(fact);
      fence(fact);
      before = RestoreMachine.evolve(before, fact);
      if (fact instanceof RestoreFact.RestoreSucceeded) {
        succeeded(before);
      }
    }
    check(append.state().equals(before), "replay equals the appended state");
    check(
        over(before) == (append.wakeUp() == null), "an open restore has a wake-up, an ended none");
    Watchdog.look(before);
    states.put(id, before);
    append.effects().forEach(this::effect);
  }

  private void fence(RestoreFact fact) {
    switch (fact) {
      case RestoreFact.CheckDispatched f -> fence(f.attempt());
      case RestoreFact.StageDispatched f -> fence(f.attempt());
      case RestoreFact.OfRestore _, RestoreFact.OfStage _ -> {
        // gives no token out
      }
    }
  }

  private void fence(AttemptRef attempt) {
    check(fences.add(attempt.fence()), "a token is given out once, not " + attempt.fence());
  }

  private void effect(Effect effect) {
    switch (effect) {
      case Effect.SendCommand send -> {
        int partition = Math.floorMod(send.command().attempt().key().hashCode(), PARTITIONS);
        outbox.add(row("commands-" + send.cluster() + "-" + partition, send.command()));
      }
      case Effect.SendCancel send -> {
        // Every instance reads all of them.
        for (int n = 0; n < 2; n++) {
          outbox.add(row("controls-" + send.cluster() + "-" + n, send.command()));
        }
      }
      case Effect.PublishFact _ -> {
        // for the outside world
      }
    }
  }

  private FleetCoordinator.Row row(String topic, StageCommand command) {
    return new FleetCoordinator.Row(topic, new FleetWorker.Ordered(command, agenda.now()));
  }

  /** Its targets hold exactly what it had to bring. */
  private void succeeded(RestoreState state) {
    if (state.order().mode() == RestoreMode.DRY_RUN) {
      check(!state.changed(), "a dry run changes nothing");
      return;
    }
    for (PlannedStage stage : state.plan().stages()) {
      StageId id = stage.id();
      if (state.stage(id).status() == StageStatus.SUCCEEDED) {
        FleetTarget target = targets.get(state.order().target().application() + "/" + id);
        check(target != null, "a stage that succeeded has done something: " + id);
        String wrong = target.wrongAfter(state.restore(), FleetWorker.CHUNKS);
        check(wrong.isEmpty(), "the target of " + id + " is what it must be; " + wrong);
        check(target.jobs(state.restore()) == 1, "its command ran once");
      }
    }
  }

  /** Whoever has looked at the clock, with all reports read, need not look again at once. */
  private void looked(RestoreId id, RestoreInput input) {
    RestoreState state = states.get(id);
    if (state != null
        && input instanceof RestoreInput.Tick tick
        && !tick.reports().upTo().isBefore(agenda.now())) {
      Instant next = RestoreMachine.nextWakeUp(state);
      check(next == null || next.isAfter(agenda.now()), "the next wake-up lies ahead: " + next);
    }
  }

  private void ends(RestoreId id) {
    RestoreState state = states.get(id);
    check(state != null, "it was started at last: " + id);
    if (!over(state)) {
      boolean waits =
          state.phase() == RestorePhase.HELD || state.phase() == RestorePhase.AWAITING_APPROVAL;
      check(waits, "hours after the last fault it is " + state.phase() + ", " + state.stages());
      // With people who help it is a matter of minutes.
      check(false, "hours after the last fault it is still with people, who help: " + state.hold());
    }
  }

  /** By a random of its own, so that fewer restores leave the others as they are. */
  private RestoreOrder orderOf(int number) {
    return new RandomOrders(new Random(scenario.seed() * 1_000_003 + number))
        .order(scenario.stages());
  }

  private static RestoreOrder retarget(RestoreOrder order, RestoreTarget target) {
    return new RestoreOrder(
        order.mode(),
        target,
        order.plan(),
        order.planText(),
        order.parameters(),
        order.backup(),
        order.approval(),
        order.timing(),
        order.pauseBefore(),
        order.waivers(),
        order.requestedBy(),
        order.origin(),
        order.alternatives(),
        order.resolveWithin());
  }

  private static String brief(RestoreFact fact) {
    return fact.getClass().getSimpleName()
        + (fact instanceof RestoreFact.OfStage f ? " " + f.stage() : "");
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError(rule);
    }
  }
}
