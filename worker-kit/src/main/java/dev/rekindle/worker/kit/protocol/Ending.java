package dev.rekindle.worker.kit.protocol;

/** Why an attempt is to end before its work is done. */
sealed interface Ending {

  /** The coordinator said so. */
  record Cancelled(String reason) implements Ending {}

  /** Its time ran out. */
  record DeadlinePassed() implements Ending {}

  /** A newer attempt of the same stage arrived in this process, with this token. */
  record Overtaken(long fence) implements Ending {}

  /** This process is stopping. */
  record Stopping() implements Ending {}
}
