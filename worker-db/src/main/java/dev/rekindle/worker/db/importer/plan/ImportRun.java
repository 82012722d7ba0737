package dev.rekindle.worker.db.importer.plan;

/**
 * What the ledger says of the import that a target was last given to.
 *
 * @param sha256 of the artefact it reads
 * @param chunkBytes its chunk size; a resume must split the dump at the same places
 * @param databaseOptions what the database was created with before it was dropped; empty where it
 *     stays
 * @param fingerprint of the content when it finished; empty before
 */
public record ImportRun(
    String restore,
    String stage,
    String sha256,
    int chunkBytes,
    Phase phase,
    String databaseOptions,
    String fingerprint) {

  /** A target that was never given to an import. */
  public static final ImportRun NONE = new ImportRun("", "", "", 0, Phase.CLEANING, "", "");

  /** Where an import is. */
  public enum Phase {
    /** The intent to empty the target is written; nothing in it may be believed. */
    CLEANING,
    /** The target was emptied by this import; all that is in it the ledger knows. */
    LOADING,
    /** Proven; the fingerprint says what it was then. */
    FINISHED
  }

  /** Whether this is the same piece of work. */
  public boolean isOf(Claim claim, String artifactSha256) {
    return restore.equals(claim.restore())
        && stage.equals(claim.stage())
        && sha256.equals(artifactSha256);
  }
}
