package dev.rekindle.worker.db.testing;

import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.target.ImportWatch;

/** Ends an import after its first commit, or in the transaction before it. */
public final class Stumbling implements ImportWatch {

  /** What a stumble throws. */
  public static final class Stumble extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final boolean before;
  private final long from;

  /**
   * @param before in the transaction rather than after its commit
   * @param from offsets below go by; those of the steps that empty the target are not above 0
   */
  public Stumbling(boolean before, long from) {
    this.before = before;
    this.from = from;
  }

  /** Never stumbles. */
  public static ImportWatch never() {
    return (step, stream) -> {};
  }

  @Override
  public void at(String step, DumpStream stream) {}

  @Override
  public void committed(long toOffset) {
    if (toOffset >= from) {
      throw new Stumble();
    }
  }

  @Override
  public void beforeCommit(long toOffset) {
    if (before && toOffset >= from) {
      throw new Stumble();
    }
  }
}
