package dev.rekindle.contract.attempt;

import java.util.HexFormat;

/**
 * The header {@code traceparent} (W3C Trace Context, version 00) of everything that is said about
 * an attempt. Nobody has to hand it on: the trace is the restore's identity, the span the attempt's
 * fence token, which no other attempt has.
 */
public final class TraceParent {

  /** Name of the header. */
  public static final String HEADER = "traceparent";

  private TraceParent() {}

  /** The header's value; sampled. */
  public static String of(AttemptRef attempt) {
    return "00-" + trace(attempt.restore()) + "-" + span(attempt) + "-01";
  }

  /** Identity of the trace of a restore, in hex. */
  public static String trace(RestoreId restore) {
    return HexFormat.of().toHexDigits(restore.value().getMostSignificantBits())
        + HexFormat.of().toHexDigits(restore.value().getLeastSignificantBits());
  }

  /** Identity of the span of an attempt, in hex. */
  public static String span(AttemptRef attempt) {
    return HexFormat.of().toHexDigits(attempt.fence());
  }
}
