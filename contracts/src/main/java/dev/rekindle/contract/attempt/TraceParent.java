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
    HexFormat hex = HexFormat.of();
    return "00-"
        + hex.toHexDigits(attempt.restore().value().getMostSignificantBits())
        + hex.toHexDigits(attempt.restore().value().getLeastSignificantBits())
        + "-"
        + hex.toHexDigits(attempt.fence())
        + "-01";
  }
}
