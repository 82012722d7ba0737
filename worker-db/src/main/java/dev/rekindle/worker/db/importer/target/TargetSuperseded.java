package dev.rekindle.worker.db.importer.target;

/** The target has seen a higher token: whoever meets this changes nothing more. */
public final class TargetSuperseded extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long seen;

  public TargetSuperseded(long seen) {
    super("The target has seen fence token " + seen, null, false, false);
    this.seen = seen;
  }

  /** The highest token. */
  public long seen() {
    return seen;
  }
}
