package dev.rekindle.coordinator.engine;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.restore.Refusal;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreState;
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

  /**
   * An input on its way in.
   *
   * @param message identity of the message it came with, for the journal's inbox; null for none
   */
  public record Arrival(RestoreInput input, @Nullable String message) {}

  /** Takes an input in. */
  public Answer handle(RestoreId restore, RestoreInput input) {
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
    return handle(restore, List.of(new Arrival(input, null))).getFirst();
  }

  /**
   * Takes inputs of one restore in, in this order and in one transaction: what comes together costs
   * one commit. Each is decided upon by itself, after those before it.
   *
   * @return an answer to each
   */
  public List<Answer> handle(RestoreId restore, List<Arrival> arrivals) {
    for (int race = 0; race < RACES; race++) {
      List<Answer> answers = attempt(restore, arrivals);
      if (answers != null) {
        return answers;
      }
    }
    throw new IllegalStateException("Restore " + restore + " lost " + RACES + " races in a row");
  }

  /** The restore as the journal has it now; empty when there is none of that id. */
  public Optional<JournaledRestore> find(RestoreId restore) {
    return Optional.ofNullable(load(restore));
  }

  /** Null when the race was lost. */
  private @Nullable List<Answer> attempt(RestoreId restore, List<Arrival> arrivals) {
    List<Answer> answers = journal.<@Nullable List<Answer>>together(() -> take(restore, arrivals));
    // Not before: a state whose commit failed must not be believed.
    if (answers != null) {
      answers.forEach(answer -> {
        if (answer instanceof Answer.Taken taken) {
          remember(restore, taken.state(), taken.seq());
        }
      });
    }
    return answers;
  }

  private @Nullable List<Answer> take(RestoreId restore, List<Arrival> arrivals) {
    JournaledRestore base = known.get(restore);
    RestoreState remembered = base == null ? null : base.state();
    long from = base == null ? 0 : base.seq();
    RestoreJournal.Look look =
        journal.look(restore, from, messages(arrivals), tokensNeeded(remembered, arrivals));
    RestoreState before = caughtUp(restore, remembered, from, look.newer());
    Round round = new Round(before, from + look.newer().size(), look, tokens);
    arrivals.forEach(round::take);
    return round.facts().isEmpty() ? round.answers() : append(restore, round);
  }

  private static List<String> messages(List<Arrival> arrivals) {
    return arrivals.stream().map(Arrival::message).filter(Objects::nonNull).toList();
  }

  private static int tokensNeeded(@Nullable RestoreState state, List<Arrival> arrivals) {
    return arrivals.stream()
        .mapToInt(arrival -> RestoreMachine.tokensNeeded(state, arrival.input()))
        .max()
        .orElse(0);
  }

  private @Nullable List<Answer> append(RestoreId restore, Round round) {
    return switch (journal.append(round.append(restore))) {
      case AppendOutcome.Appended _ -> round.answers();
      case AppendOutcome.RaceLost _ -> null;
      case AppendOutcome.ApplicationTaken taken ->
          List.of(
              refused(
                  Refusal.Code.APPLICATION_TAKEN,
                  "Restore or backup "
                      + taken.by()
                      + " of the same application is not ended yet; wait for it, or cancel it."));
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
