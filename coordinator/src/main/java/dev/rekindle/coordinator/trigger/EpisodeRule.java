package dev.rekindle.coordinator.trigger;

import dev.rekindle.contract.attempt.RestoreId;
import java.time.Instant;
import java.util.Optional;

/** At most one restore for an episode, and none for the echo of a disaster just repaired. */
public final class EpisodeRule {

  private EpisodeRule() {}

  /** What a notice leads to. */
  public sealed interface Decision {
    /** A restore is started and belongs to the episode from now on. */
    record Start() implements Decision {}

    /** The episode is taken for one that this restore repairs or has just repaired. */
    record Attach(RestoreId restore) implements Decision {}

    /** The alert is over before the restore it asked for changed anything. */
    record Withdraw(RestoreId restore) implements Decision {}

    /** The alert of a restore that goes on is over. */
    record Over(RestoreId restore) implements Decision {}

    /** Nothing to do. */
    record Nothing(Reason reason) implements Decision {}
  }

  /** Why nothing is done. */
  public enum Reason {
    /** The episode has its restore already. */
    KNOWN,
    /** The episode is over. */
    RESOLVED
  }

  /**
   * What is remembered of an episode.
   *
   * @param restore the restore it started or was attached to
   */
  public record Memory(Optional<RestoreId> restore, boolean resolved) {}

  /**
   * The restore of the application that ended last or is still open; dry runs and withdrawn ones do
   * not count, since they repair nothing.
   *
   * @param endedAt empty while it is open
   */
  public record LastRestore(RestoreId id, Optional<Instant> endedAt) {}

  /**
   * Decides by state, never by the order in which notices arrive: Alertmanager repeats them, and
   * several of one cluster may deliver {@code resolved} before {@code firing}.
   */
  public static Decision decide(
      AlertNotice notice,
      Optional<Memory> memory,
      Optional<LastRestore> last,
      TriggerPolicy policy) {
    Optional<RestoreId> restore = memory.flatMap(Memory::restore);
    if (restore.isPresent()) {
      return notice.firing()
          ? new Decision.Nothing(Reason.KNOWN)
          : policy.onResolved() == TriggerPolicy.OnResolved.CANCEL
              ? new Decision.Withdraw(restore.get())
              : new Decision.Over(restore.get());
    }
    if (!notice.firing() || memory.map(Memory::resolved).orElse(false)) {
      return new Decision.Nothing(Reason.RESOLVED);
    }
    return last.filter(ended -> covers(ended, notice.episode().startsAt(), policy))
        .<Decision>map(ended -> new Decision.Attach(ended.id()))
        .orElseGet(Decision.Start::new);
  }

  private static boolean covers(LastRestore last, Instant startsAt, TriggerPolicy policy) {
    return last.endedAt().map(end -> !startsAt.isAfter(end.plus(policy.cooldown()))).orElse(true);
  }
}
