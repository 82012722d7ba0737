package dev.rekindle.coordinator.restore;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The state machine of a restore. A restore that was not started yet has the state null. */
public final class RestoreMachine {

  private RestoreMachine() {}

  /**
   * What an input leads to.
   *
   * @param now the journal's clock
   * @param tokens fence tokens to give out, growing, each higher than any drawn before the state
   *     was loaded; at least {@link #tokensNeeded} of them
   */
  public static Decision decide(
      @Nullable RestoreState state, RestoreInput input, Instant now, List<Long> tokens) {
    return new Decision.Accepted(List.of());
  }

  /** How many fence tokens a decision about the input may give out at most. */
  public static int tokensNeeded(@Nullable RestoreState state, RestoreInput input) {
    return 0;
  }

  /** The state after a fact. */
  public static RestoreState evolve(@Nullable RestoreState state, RestoreFact fact) {
    return Objects.requireNonNull(state);
  }

  /** The state after some facts. */
  public static @Nullable RestoreState evolve(
      @Nullable RestoreState state, List<? extends RestoreFact> facts) {
    RestoreState result = state;
    for (RestoreFact fact : facts) {
      result = evolve(result, fact);
    }
    return result;
  }

  /** What the world is told because of a fact; {@code state} is the one after it. */
  public static List<Effect> effectsOf(RestoreState state, RestoreFact fact) {
    return List.of(new Effect.PublishFact(state.restore(), fact));
  }

  /**
   * When to look at the clock again; null when only an ended restore never needs to. May lie in the
   * past while reports lag behind: then look again soon, without haste.
   */
  public static @Nullable Instant nextWakeUp(RestoreState state) {
    return null;
  }
}
