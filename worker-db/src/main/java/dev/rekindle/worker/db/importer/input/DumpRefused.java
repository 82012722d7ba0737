package dev.rekindle.worker.db.importer.input;

import dev.rekindle.contract.message.ProblemCode;

/** A dump that must not be imported, or not any further: damaged, cut, foreign or unsupported. */
public final class DumpRefused extends Exception {

  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final long offset;

  /**
   * @param offset in the decompressed dump, in bytes
   * @param message what is wrong there and what to do about it
   */
  public DumpRefused(ProblemCode code, long offset, String message) {
    super(message + " (byte " + offset + " of the decompressed dump)");
    this.code = code;
    this.offset = offset;
  }

  public ProblemCode code() {
    return code;
  }

  /** Offset in the decompressed dump, in bytes. */
  public long offset() {
    return offset;
  }
}
