package dev.rekindle.worker.kit.stage;

import dev.rekindle.contract.stage.StageSpec;

/**
 * Does one kind of stage. Implementations are {@code @ApplicationScoped} beans, stateless, and
 * called on virtual threads, several at a time; they may block.
 *
 * <p>Expected failures are returned as an outcome or thrown as {@link StageProblem}. Any other
 * exception counts as {@code TryAgain(UNEXPECTED)}. A handler never repeats a failed step: the
 * coordinator decides that.
 *
 * @param <S> the specification it understands
 */
public interface StageHandler<S extends StageSpec> {

  /** The specification it understands; decides which commands it gets. */
  Class<S> spec();

  /**
   * Looks, and changes nothing. Throwing a {@link StageProblem} is the same as returning one
   * finding of severity BLOCKER with its code.
   */
  Findings check(S spec, Attempt attempt);

  /**
   * Looks again, does what is missing, proves it. Must be re-entrant: an earlier attempt may have
   * ended anywhere.
   */
  StageOutcome run(S spec, Attempt attempt);
}
