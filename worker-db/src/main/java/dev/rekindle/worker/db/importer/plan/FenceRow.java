package dev.rekindle.worker.db.importer.plan;

import java.time.Duration;

/**
 * What the fence of a target says.
 *
 * @param token the highest ever seen
 * @param restore who holds or held it
 * @param held false once the holder gave it back, finished or cancelled
 * @param sessionAlive whether a session of the holder still has the target's lock
 * @param silence since the holder last wrote
 */
public record FenceRow(
    long token, String restore, boolean held, boolean sessionAlive, Duration silence) {

  /** Who comes back after so long without a word is thought to be gone. */
  public static final Duration HOLD = Duration.ofMinutes(1);

  /** Whether a claim may have the target. */
  public Verdict judge(Claim claim) {
    if (token > claim.token()) {
      return new Verdict.Superseded(token);
    }
    if (isLive() && !restore.equals(claim.restore())) {
      return new Verdict.HeldBy(restore);
    }
    return new Verdict.Free();
  }

  /** Whether the holder is at work. */
  public boolean isLive() {
    return held && (sessionAlive || silence.compareTo(HOLD) < 0);
  }

  /** The answer to a claim. */
  public sealed interface Verdict {
    /** The claim may raise the fence. */
    record Free() implements Verdict {}

    /** A higher token was seen. */
    record Superseded(long seen) implements Verdict {}

    /** Another restore is at work. */
    record HeldBy(String restore) implements Verdict {}
  }
}
