package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.StageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The facts of one decision while it is being made, and the state they have led to so far. Lives
 * within one call of {@link RestoreMachine#decide}.
 */
final class Draft {

  private RestoreState state;
  private final Instant now;
  private final Iterator<Long> tokens;
  private final List<RestoreFact> facts = new ArrayList<>();

  Draft(RestoreState state, Instant now, List<Long> tokens) {
    this.state = state;
    this.now = now;
    this.tokens = tokens.iterator();
  }

  static Draft starting(RestoreFact.RestoreStarted started, Instant now, List<Long> tokens) {
    Draft draft = new Draft(RestoreEvolution.start(started), now, tokens);
    draft.facts.add(started);
    return draft;
  }

  RestoreState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  void add(RestoreFact fact) {
    facts.add(fact);
    state = RestoreMachine.evolve(state, fact);
  }

  List<RestoreFact> facts() {
    return List.copyOf(facts);
  }

  int size() {
    return facts.size();
  }

  /** The next attempt of a stage; {@link IllegalArgumentException} when a token is not fresh. */
  AttemptRef nextAttempt(StageId stage) {
    long token = tokens.next();
    if (token <= state.highestFence()) {
      throw new IllegalArgumentException(
          "Fence token " + token + " was drawn before " + state.highestFence() + " was given out");
    }
    int number = state.stage(stage).tally().dispatches() + 1;
    return new AttemptRef(state.restore(), stage, number, token);
  }
}
