package dev.rekindle.worker.kit.stage;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt at a stage, as its handler sees it.
 *
 * <p>When the attempt is to end early (cancelled, deadline passed, a newer attempt arrived, worker
 * stopping), {@link #cancelled()} turns true, the {@link #onCancel hooks} run, and then the
 * handler's thread is interrupted once: sleeps end, and socket I/O of a virtual thread fails with a
 * closed socket. Whatever exception then escapes from the handler, the attempt is reported by the
 * reason of its end, as resumable. Clean-up that needs the network after an interrupt runs through
 * {@link Uninterrupted}.
 */
public interface Attempt {

  /** Which dispatch of which stage, with the fence token to write beside the data. */
  AttemptRef ref();

  /** Application, cluster, namespace, pinned backup, inputs. */
  StageContext context();

  /** Tells how far the work is. Cheap: call as often as you like, the last one is sent. */
  void report(Progress progress);

  /** Whether the attempt is to end now. */
  boolean cancelled();

  /** Throws {@link AttemptEnded} when the attempt is to end. Call between steps. */
  void throwIfCancelled();

  /**
   * Runs when the attempt is to end early, before its thread is interrupted; at once when that has
   * happened already. For what an interrupt does not reach, such as a child process. Must not block
   * long. Closing the registration takes the hook away.
   */
  Registration onCancel(Runnable hook);

  /** A hook that can be taken away. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** When the attempt must have ended. */
  default Instant deadline() {
    return context().deadline();
  }

  /** Time until the deadline; zero when it has passed. */
  default Duration remaining() {
    Duration left = Duration.between(Instant.now(), deadline());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Sleeps; ends early with {@link AttemptEnded}. */
  default void pause(Duration duration) {
    throwIfCancelled();
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AttemptEnded.cancelled("interrupted");
    }
    throwIfCancelled();
  }

  /** A named output of an earlier stage; empty when the plan gives none (or in an early check). */
  default Optional<Map<String, String>> optionalInput(String name) {
    return Optional.ofNullable(context().inputs().get(name));
  }

  /** A named output of an earlier stage; {@link StageProblem} INPUT_MISSING when absent. */
  default Map<String, String> input(String name) {
    return optionalInput(name)
        .orElseThrow(() ->
            StageProblem.permanent(
                ProblemCode.INPUT_MISSING,
                "Stage %s needs the input '%s', which no earlier stage gave"
                    .formatted(ref().stage(), name)));
  }
}
