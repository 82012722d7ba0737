package dev.rekindle.coordinator.engine;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.restore.Decision;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decisions about one restore that are made one after the other and appended together. Lives within
 * one transaction.
 */
final class Round {

  private final long begin;
  private final RestoreJournal.Look look;
  private final FenceTokens source;
  private final Set<String> seen;
  private List<Long> tokens;
  private @Nullable RestoreState state;
  private final List<RestoreFact> facts = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<String> consumed = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();

  /**
   * A round.
   *
   * @param state of the restore as the look found it; null when there is none
   * @param seq number of its last fact
   */
  Round(@Nullable RestoreState state, long seq, RestoreJournal.Look look, FenceTokens source) {
    this.state = state;
    this.begin = seq;
    this.look = look;
    this.source = source;
    this.seen = new HashSet<>(look.consumed());
    this.tokens = look.tokens();
  }

  /** Decides about one more input. */
  void take(RestoreEngine.Arrival arrival) {
    RestoreState before = state;
    String message = arrival.message();
    if (before != null && message != null && seen.contains(message)) {
      answers.add(taken(before, List.of()));
      return;
    }
    RestoreInput input = arrival.input();
    List<Long> fresh = tokensFor(before, input);
    switch (RestoreMachine.decide(before, input, look.now(), fresh)) {
      case Decision.Refused refused -> answers.add(new Answer.Refused(refused.refusal()));
      case Decision.Accepted accepted when accepted.facts().isEmpty() ->
          answers.add(taken(Objects.requireNonNull(before), List.of()));
      case Decision.Accepted accepted -> add(accepted.facts(), message);
    }
  }

  private void add(List<RestoreFact> more, @Nullable String message) {
    RestoreState now = state;
    for (RestoreFact fact : more) {
      now = RestoreMachine.evolve(now, fact);
      effects.addAll(RestoreMachine.effectsOf(now, fact));
    }
    state = now;
    facts.addAll(more);
    if (message != null) {
      consumed.add(message);
      seen.add(message);
    }
    answers.add(taken(Objects.requireNonNull(now), more));
  }

  private Answer taken(RestoreState now, List<RestoreFact> more) {
    return new Answer.Taken(now, begin + facts.size(), more);
  }

  /**
   * Tokens none of which was given out: drawn after reading, because one from before could be lower
   * than one already dispatched, and later ones are higher.
   */
  private List<Long> tokensFor(@Nullable RestoreState now, RestoreInput input) {
    int needed = RestoreMachine.tokensNeeded(now, input);
    long given = now == null ? 0 : now.highestFence();
    List<Long> left = new ArrayList<>(tokens);
    left.removeIf(token -> token <= given);
    if (left.size() < needed) {
      left.addAll(source.next(needed - left.size()));
    }
    tokens = left;
    return left;
  }

  List<RestoreFact> facts() {
    return facts;
  }

  List<Answer> answers() {
    return answers;
  }

  /** All of it, for the journal; there must be a fact. */
  Append append(RestoreId restore) {
    RestoreState after = Objects.requireNonNull(state);
    return new Append(
        restore, begin, facts, after, effects, RestoreMachine.nextWakeUp(after), consumed);
  }
}
