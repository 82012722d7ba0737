package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.message.StageReport;
import java.time.Instant;
import java.util.List;
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
    if (input instanceof RestoreInput.Start start) {
      return state == null
          ? start(start, now, tokens)
          : refused(
              Refusal.Code.ALREADY_STARTED, "Restore " + start.restore() + " was started already.");
    }
    if (state == null) {
      return refused(Refusal.Code.UNKNOWN_RESTORE, "There is no such restore.");
    }
    Draft draft = new Draft(state, now, tokens);
    boolean ended = state.step().phase().terminal();
    switch (input) {
      case RestoreInput.Start _ -> throw new IllegalStateException("treated above");
      case RestoreInput.ReportArrived arrived -> {
        if (!ended) {
          Reports.take(draft, arrived.report());
        }
      }
      case RestoreInput.Tick tick -> {
        if (!ended) {
          Leases.judge(draft, tick.reports());
        }
      }
      case RestoreInput.Wish wish -> {
        Refusal refusal = WishDecisions.take(draft, wish);
        if (refusal != null) {
          return new Decision.Refused(refusal);
        }
      }
    }
    if (!heartbeat(input)) {
      Advance.run(draft);
    }
    return new Decision.Accepted(draft.facts());
  }

  /** How many fence tokens a decision about the input may give out at most. */
  public static int tokensNeeded(@Nullable RestoreState state, RestoreInput input) {
    if (heartbeat(input)) {
      return 0;
    }
    if (input instanceof RestoreInput.Start start) {
      return mostStages(start.order());
    }
    return state == null || state.step().phase().terminal() ? 0 : mostStages(state.order());
  }

  /** Of the plan, or of one that may be chosen instead. */
  private static int mostStages(RestoreOrder order) {
    int most = order.plan().stages().size();
    for (Alternative alternative : order.alternatives()) {
      most = Math.max(most, alternative.plan().stages().size());
    }
    return most;
  }

  /** The state after a fact; {@link IllegalStateException} when a history does not begin well. */
  public static RestoreState evolve(@Nullable RestoreState state, RestoreFact fact) {
    if (state == null) {
      if (fact instanceof RestoreFact.RestoreStarted started) {
        return RestoreEvolution.start(started);
      }
      throw new IllegalStateException("A history begins with RestoreStarted, not " + fact);
    }
    return switch (fact) {
      case RestoreFact.OfRestore f -> RestoreEvolution.apply(state, f);
      case RestoreFact.OfStage f -> StageEvolution.apply(state, f);
    };
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
    return Effects.of(state, fact);
  }

  /**
   * When to look at the clock again; null when the restore has ended. After a look at the clock
   * with all reports read it lies in the future. While reports lag behind it may lie in the past:
   * then look again soon, without haste.
   */
  public static @Nullable Instant nextWakeUp(RestoreState state) {
    return Waits.next(state);
  }

  /** What an open restore waits for, the next first; empty when it has ended, and only then. */
  public static List<Wait> waits(RestoreState state) {
    return Waits.of(state);
  }

  /** Heartbeats are many, and nothing can follow from one but a longer lease. */
  private static boolean heartbeat(RestoreInput input) {
    return input instanceof RestoreInput.ReportArrived arrived
        && arrived.report() instanceof StageReport.AttemptProgressed;
  }

  private static Decision start(RestoreInput.Start start, Instant now, List<Long> tokens) {
    Draft draft =
        Draft.starting(
            new RestoreFact.RestoreStarted(now, start.restore(), start.order()), now, tokens);
    Advance.run(draft);
    return new Decision.Accepted(draft.facts());
  }

  private static Decision refused(Refusal.Code code, String message) {
    return new Decision.Refused(new Refusal(code, message));
  }
}
