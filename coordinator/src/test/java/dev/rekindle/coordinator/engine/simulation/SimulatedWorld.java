package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.Append;
import dev.rekindle.coordinator.engine.AppendOutcome;
import dev.rekindle.coordinator.engine.InMemoryFenceTokens;
import dev.rekindle.coordinator.engine.InMemoryRestoreJournal;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.evidence.HistoryRules;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.ReportsRead;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestorePhase;
import dev.rekindle.coordinator.restore.RestoreState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One restore, from its start until it ends or rests in people's hands. */
final class SimulatedWorld implements SimulatedWorkers.Surroundings {

  private record Event(Instant at, long order, Runnable action) {}

  /** The process dies here. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofHours(5);
  private static final int MOST_EVENTS = 60_000;

  private final Random random;
  private final Set<Fault> faults;
  private final RestoreOrder order;
  private final RestoreId id = new RestoreId(new UUID(1, 1));
  private final PriorityQueue<Event> agenda =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
  private final InMemoryRestoreJournal journal = new InMemoryRestoreJournal(this::now);
  private final InMemoryFenceTokens tokens = new InMemoryFenceTokens();
  private final SimulatedWorkers workers;
  private final SimulatedPeople people;
  private final HistoryRules rules;
  private final Transitions transitions;

  /** Publication times of reports that no coordinator has decided upon yet. */
  private final Map<Instant, Integer> unread = new TreeMap<>();

  private Instant now = BEGIN;
  private Instant readingSince = BEGIN;
  private long events;
  private int judged;
  private RestoreState live;
  private RestoreState seen;
  private RestoreState replayed;
  private long replayedTo;
  private RestoreEngine engine;

  SimulatedWorld(long seed, int stages, Set<Fault> faults) {
    this(seed, stages, faults, new Transitions());
  }

  SimulatedWorld(long seed, int stages, Set<Fault> faults, Transitions transitions) {
    this.transitions = transitions;
    this.random = new Random(seed);
    this.faults = faults;
    this.order = new RandomOrders(random).order(stages);
    this.workers = new SimulatedWorkers(this, random);
    this.people = new SimulatedPeople(random);
    this.rules = new HistoryRules(order);
    this.engine = newEngine();
  }

  List<RestoreFact> history() {
    return journal.read(id, 0);
  }

  RestoreState run() {
    input(new RestoreInput.Start(id, order), true);
    if (!faults.contains(Fault.ABSENT_PEOPLE)) {
      later(Duration.ofSeconds(30), this::help);
    }
    if (faults.contains(Fault.IMPATIENT_PEOPLE)) {
      later(Duration.ofSeconds(10), this::whim);
    }
    later(Duration.ofSeconds(1), this::tick);
    while (!agenda.isEmpty() && now.isBefore(BEGIN.plus(PATIENCE))) {
      if (events++ > MOST_EVENTS) {
        throw new AssertionError("no end in sight: " + live.phase());
      }
      Event event = agenda.remove();
      now = event.at();
      event.action().run();
      if (live != null && live.phase().terminal() && random.nextInt(20) == 0) {
        break;
      }
    }
    ends();
    return live;
  }

  /** It has ended, or is with people who are reminded. */
  private void ends() {
    if (live.phase().terminal()) {
      check(journal.wakeUp(id).isEmpty(), "what has ended is left alone");
      return;
    }
    boolean waits =
        live.phase() == RestorePhase.HELD || live.phase() == RestorePhase.AWAITING_APPROVAL;
    check(waits, "after hours it has ended or waits for people, not " + live.phase());
    Instant reminder =
        live.hold() != null ? live.hold().nextReminder() : live.approval().nextReminder();
    check(live.equals(RestoreMachine.evolve(null, history())), "replay equals the live state");
    check(reminder != null && reminder.isAfter(now.minusSeconds(60)), "people are reminded");
  }

  // ---- the coordinator

  private RestoreEngine newEngine() {
    return new RestoreEngine(
        new CrashingJournal(),
        count -> {
          mayCrash();
          return tokens.next(count);
        },
        () -> List.of("east"));
  }

  private void mayCrash() {
    if (fault(Fault.CRASHING_COORDINATOR, 60)) {
      throw new Crash();
    }
  }

  /** Hands an input to the coordinator; {@code redeliver} when it comes again after a crash. */
  private void input(RestoreInput input, boolean redeliver) {
    try {
      if (live != null) {
        transitions.input(live, input);
      }
      Answer answer = engine.handle(id, input);
      mayCrash();
      if (answer instanceof Answer.Taken taken) {
        live = taken.state();
        wakesLater(input);
      }
    } catch (Crash crash) {
      engine = newEngine();
      if (faults.contains(Fault.REPORT_GAPS)) {
        readingSince = now;
      }
      if (redeliver) {
        input(input, true);
      }
    } finally {
      settle();
    }
  }

  /** Whoever has looked at the clock, with all reports read, need not look again at once. */
  private void wakesLater(RestoreInput input) {
    if (input instanceof RestoreInput.Tick tick && !tick.reports().upTo().isBefore(now)) {
      Instant next = RestoreMachine.nextWakeUp(live);
      check(next == null || next.isAfter(now), "at " + now + " the next wake-up is past: " + next);
    }
  }

  /** Judges what is new in the journal, and lets the outbox go. */
  private void settle() {
    List<RestoreFact> facts = journal.read(id, judged);
    for (RestoreFact fact : facts) {
      rules.take(fact);
      transitions.fact(seen, fact);
      seen = RestoreMachine.evolve(seen, fact);
    }
    if (!facts.isEmpty()) {
      judged += facts.size();
      RestoreState replayed = replay();
      live = replayed;
      Watchdog.look(replayed);
    }
    for (Effect effect : journal.drain()) {
      switch (effect) {
        case Effect.SendCommand send -> deliver(() -> workers.receive(send.command()));
        case Effect.SendCancel send -> deliver(() -> workers.receive(send.command()));
        case Effect.PublishFact _ -> {
          // for the outside world
        }
      }
    }
  }

  /** The journal's facts folded, apart from what any engine remembers. */
  private RestoreState replay() {
    List<RestoreFact> newer = journal.read(id, replayedTo);
    replayed = RestoreMachine.evolve(replayed, newer);
    replayedTo += newer.size();
    return replayed;
  }

  private void deliver(Runnable delivery) {
    if (fault(Fault.LOST_COMMANDS, 15)) {
      return;
    }
    later(transport(), delivery);
    if (fault(Fault.DUPLICATED_MESSAGES, 6)) {
      later(transport(), delivery);
    }
  }

  private void tick() {
    if (live.phase().terminal()) {
      // Another coordinator had seen it due.
      input(new RestoreInput.Tick(new ReportsRead(readingSince, now)), false);
    } else {
      Instant upTo = unread.isEmpty() ? now : unread.keySet().iterator().next();
      if (fault(Fault.REPORT_GAPS, 40)) {
        readingSince = now;
      }
      RestoreState before = live;
      input(new RestoreInput.Tick(new ReportsRead(readingSince, upTo)), false);
      check(live.startedAt().equals(before.startedAt()), "it stays the same restore");
      // Ticks come when they are due, and not more than once a second.
      Instant due = journal.wakeUp(id).orElse(now.plusSeconds(60));
      Duration wait = Duration.between(now, due);
      later(wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait, this::tick);
    }
  }

  // ---- surroundings

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void later(Duration delay, Runnable action) {
    agenda.add(new Event(now.plus(delay), events + agenda.size(), action));
  }

  @Override
  public boolean fault(Fault fault, int oneIn) {
    // The world calms down after a while, so that a restore that does not end has no excuse.
    boolean calm = now.isAfter(BEGIN.plus(Duration.ofHours(2)));
    return !calm && faults.contains(fault) && random.nextInt(oneIn) == 0;
  }

  @Override
  public void publish(StageReport report) {
    if (fault(Fault.LOST_REPORTS, 12)) {
      return;
    }
    arrive(report);
    if (fault(Fault.DUPLICATED_MESSAGES, 6)) {
      arrive(report);
    }
  }

  private void arrive(StageReport report) {
    Instant published = now;
    unread.merge(published, 1, Integer::sum);
    later(
        transport(),
        () -> {
          input(new RestoreInput.ReportArrived(report), true);
          unread.computeIfPresent(published, (_, n) -> n == 1 ? null : n - 1);
          wakeSoon();
        });
  }

  /** What a poller does: a report may have brought the wake-up forward. */
  private void wakeSoon() {
    journal
        .wakeUp(id)
        .filter(due -> due.isBefore(now.plusSeconds(5)))
        .ifPresent(_ -> later(Duration.ofSeconds(1), this::pollOnce));
  }

  private void pollOnce() {
    if (!live.phase().terminal()
        && journal.wakeUp(id).filter(due -> !due.isAfter(now)).isPresent()) {
      Instant upTo = unread.isEmpty() ? now : unread.keySet().iterator().next();
      input(new RestoreInput.Tick(new ReportsRead(readingSince, upTo)), false);
    }
  }

  private Duration transport() {
    int most = fault(Fault.DELAYED_MESSAGES, 4) ? 30_000 : 300;
    return Duration.ofMillis(1 + random.nextInt(most));
  }

  // ---- people

  private void help() {
    if (live.phase().terminal()) {
      return;
    }
    people.helpful(live).forEach(wish -> input(wish, random.nextBoolean()));
    wakeSoon();
    later(Duration.ofSeconds(random.nextInt(400)), this::help);
  }

  private void whim() {
    if (now.isAfter(BEGIN.plus(Duration.ofHours(2)))) {
      return;
    }
    input(people.whim(live), random.nextBoolean());
    if (live.phase().terminal()) {
      for (int i = 0; i < 3; i++) {
        input(people.whim(live), true);
      }
      return;
    }
    wakeSoon();
    later(Duration.ofSeconds(random.nextInt(60)), this::whim);
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError(rule);
    }
  }

  /** Dies before or after anything that touches the journal. */
  private final class CrashingJournal implements RestoreJournal {

    @Override
    public <T extends @Nullable Object> T together(Supplier<T> work) {
      T result = journal.together(work);
      mayCrash();
      return result;
    }

    @Override
    public boolean consumed(String message) {
      mayCrash();
      return journal.consumed(message);
    }

    @Override
    public Instant now() {
      mayCrash();
      return journal.now();
    }

    @Override
    public List<RestoreFact> read(RestoreId restore, long afterSeq) {
      mayCrash();
      return journal.read(restore, afterSeq);
    }

    @Override
    public AppendOutcome append(Append append) {
      mayCrash();
      RestoreState expected = RestoreMachine.evolve(replay(), append.facts());
      check(append.state().equals(expected), "replay equals the live state");
      AppendOutcome outcome = journal.append(append);
      mayCrash();
      return outcome;
    }

    @Override
    public List<RestoreId> due(Instant time, int limit) {
      return journal.due(time, limit);
    }
  }
}
