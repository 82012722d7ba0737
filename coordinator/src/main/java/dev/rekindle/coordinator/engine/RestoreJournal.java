package dev.rekindle.coordinator.engine;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.restore.RestoreFact;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The journal of all restores: facts in order, each with a number from 1 without gaps.
 *
 * <p>An {@link #append} is one transaction: facts, projection, outbox, the mark of the consumed
 * message, wake-up time and claim of the application all become visible, or nothing does. Failures
 * of the database surface as runtime exceptions; then nothing or everything was appended, and
 * asking again is safe because the number guards it.
 */
public interface RestoreJournal {

  /**
   * Does several of the calls below in one transaction of its own, whatever surrounds it: what they
   * append becomes visible together when this returns, or nothing does. Saves a commit and a way to
   * the database for each of them.
   */
  <T extends @Nullable Object> T together(Supplier<T> work);

  /** The journal's clock. */
  Instant now();

  /** The facts after that number, in order; empty when there are none. */
  List<RestoreFact> read(RestoreId restore, long afterSeq);

  /** Whether a message of this identity has led to facts, see {@link Append#consumed}. */
  boolean consumed(String message);

  /**
   * What one look tells, all of the same moment.
   *
   * @param newer the facts after the number that was asked for, in order
   * @param consumed those of the messages that have led to facts
   * @param tokens fence tokens drawn after these facts were read: as many as were asked for, or
   *     none
   */
  record Look(List<RestoreFact> newer, Set<String> consumed, Instant now, List<Long> tokens) {
    public Look {
      newer = List.copyOf(newer);
      consumed = Set.copyOf(consumed);
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * Everything that a decision needs, at once: each way to a database costs more than the look.
   *
   * @param messages identities of messages, see {@link #consumed}
   * @param tokens how many fence tokens the decision may give out
   */
  default Look look(RestoreId restore, long afterSeq, List<String> messages, int tokens) {
    return new Look(
        read(restore, afterSeq),
        messages.stream().filter(this::consumed).collect(Collectors.toUnmodifiableSet()),
        now(),
        List.of());
  }

  /** Appends, guarded by the number of the last fact the decision was based on. */
  AppendOutcome append(Append append);

  /** Restores whose wake-up time has come, the longest due first. */
  List<RestoreId> due(Instant now, int limit);
}
