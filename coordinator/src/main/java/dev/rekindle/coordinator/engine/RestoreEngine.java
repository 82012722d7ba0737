package dev.rekindle.coordinator.engine;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.restore.Decision;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.Refusal;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Load, decide, append, for every input alike. Thread-safe; any number of engines, here and in
 * other processes, may work on the same journal.
 */
public final class RestoreEngine {

  /** A race is lost only because somebody else moved on, so this many in a row are a defect. */
  private static final int RACES = 100;

  private final RestoreJournal journal;
  private final FenceTokens tokens;
  private final ClusterDirectory clusters;

  /** Saves reading whole histories; whatever it holds is brought up to date before it is used. */
  private final Map<RestoreId, JournaledRestore> known = new ConcurrentHashMap<>();

  public RestoreEngine(RestoreJournal journal, FenceTokens tokens, ClusterDirectory clusters) {
    this.journal = journal;
    this.tokens = tokens;
    this.clusters = clusters;
  }

  /** Takes an input in. */
  public Answer handle(RestoreId restore, RestoreInput input) {
    return handle(restore, input, null);
  }

  /**
   * Takes an input in.
   *
   * @param consumed identity of the message it came with, for the journal's inbox
   */
  public Answer handle(RestoreId restore, RestoreInput input, @Nullable String consumed) {
    if (input instanceof RestoreInput.Start start
        && !clusters.knows(start.order().target().cluster())) {
      return refused(
          Refusal.Code.UNKNOWN_CLUSTER,
          "There is no cluster '"
              + start.order().target().cluster()
              + "'; known are "
              + clusters.clusters()
              + ".");
    }
    for (int race = 0; race < RACES; race++) {
      Answer answer = attempt(restore, input, consumed);
      if (answer != null) {
        return answer;
      }
    }
    throw new IllegalStateException("Restore " + restore + " lost " + RACES + " races in a row");
  }

  /** The restore as the journal has it now; empty when there is none of that id. */
  public Optional<JournaledRestore> find(RestoreId restore) {
    return Optional.ofNullable(load(restore));
  }

  /** Null when the race was lost. */
  private @Nullable Answer attempt(
      RestoreId restore, RestoreInput input, @Nullable String consumed) {
    Answer answer = journal.<@Nullable Answer>together(() -> take(restore, input, consumed));
    // Not before: a state whose commit failed must not be believed.
    if (answer instanceof Answer.Taken taken) {
      remember(restore, taken.state(), taken.seq());
    }
    return answer;
  }

  private @Nullable Answer take(RestoreId restore, RestoreInput input, @Nullable String consumed) {
    JournaledRestore base = known.get(restore);
    RestoreState remembered = base == null ? null : base.state();
    long from = base == null ? 0 : base.seq();
    RestoreJournal.Look look =
        journal.look(restore, from, consumed, RestoreMachine.tokensNeeded(remembered, input));
    RestoreState before = caughtUp(restore, remembered, from, look.newer());
    long seq = from + look.newer().size();
    if (before != null && look.consumed()) {
      return new Answer.Taken(before, seq, List.of());
    }
    // Drawn after reading: a token from before could be lower than one already dispatched.
    int needed = RestoreMachine.tokensNeeded(before, input);
    List<Long> drawn = look.tokens().size() < needed ? tokens.next(needed) : look.tokens();
    return switch (RestoreMachine.decide(before, input, look.now(), drawn)) {
      case Decision.Refused refused -> new Answer.Refused(refused.refusal());
      case Decision.Accepted accepted when accepted.facts().isEmpty() ->
          new Answer.Taken(Objects.requireNonNull(before), seq, List.of());
      case Decision.Accepted accepted -> append(restore, before, seq, accepted.facts(), consumed);
    };
  }

  private @Nullable Answer append(
      RestoreId restore,
      @Nullable RestoreState before,
      long seq,
      List<RestoreFact> facts,
      @Nullable String consumed) {
    List<Effect> effects = new ArrayList<>();
    RestoreState state = before;
    for (RestoreFact fact : facts) {
      state = RestoreMachine.evolve(state, fact);
      effects.addAll(RestoreMachine.effectsOf(state, fact));
    }
    RestoreState after = Objects.requireNonNull(state);
    Instant wakeUp = RestoreMachine.nextWakeUp(after);
    Append append = new Append(restore, seq, facts, after, effects, wakeUp, consumed);
    return switch (journal.append(append)) {
      case AppendOutcome.Appended appended -> new Answer.Taken(after, appended.lastSeq(), facts);
      case AppendOutcome.RaceLost _ -> null;
      case AppendOutcome.ApplicationTaken taken ->
          refused(
              Refusal.Code.APPLICATION_TAKEN,
              "Restore " + taken.by() + " of the same application is not ended yet.");
    };
  }

  private @Nullable JournaledRestore load(RestoreId restore) {
    JournaledRestore base = known.get(restore);
    long seq = base == null ? 0 : base.seq();
    List<RestoreFact> newer = journal.read(restore, seq);
    RestoreState state = caughtUp(restore, base == null ? null : base.state(), seq, newer);
    return state == null ? null : new JournaledRestore(state, seq + newer.size());
  }

  /** The state after newer facts, which is remembered. */
  private @Nullable RestoreState caughtUp(
      RestoreId restore, @Nullable RestoreState base, long seq, List<RestoreFact> newer) {
    RestoreState state = RestoreMachine.evolve(base, newer);
    if (state != null && !newer.isEmpty()) {
      remember(restore, state, seq + newer.size());
    }
    return state;
  }

  private void remember(RestoreId restore, RestoreState state, long seq) {
    if (state.step().phase().terminal()) {
      known.remove(restore);
      return;
    }
    known.merge(
        restore,
        new JournaledRestore(state, seq),
        (old, young) -> old.seq() > young.seq() ? old : young);
  }

  private static Answer refused(Refusal.Code code, String message) {
    return new Answer.Refused(new Refusal(code, message));
  }
}
