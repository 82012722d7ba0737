package dev.rekindle.worker.redis.rdb;

import java.io.IOException;

/** A snapshot cannot be read to its end. The message tells where and why, never the content. */
public final class RdbException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Problem {
    /** It ends before its end marker. */
    TRUNCATED,
    /** Its structure or its checksum is wrong. */
    CORRUPT,
    /** It may well be right, but this version of Rekindle cannot read it. */
    UNSUPPORTED
  }

  private final Problem problem;

  private RdbException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  static RdbException truncated(long at) {
    return new RdbException(
        Problem.TRUNCATED, "The snapshot ends at byte " + at + ", before its end marker");
  }

  static RdbException corrupt(String what, long at) {
    return new RdbException(Problem.CORRUPT, what + " (near byte " + at + ")");
  }

  static RdbException unsupported(String what) {
    return new RdbException(Problem.UNSUPPORTED, what);
  }

  public Problem problem() {
    return problem;
  }
}
