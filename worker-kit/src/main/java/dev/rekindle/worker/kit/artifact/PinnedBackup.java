package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.InputStream;
import java.util.Optional;

/** The artefacts a restore pinned at its start. Streams prove at their end that nothing changed. */
@SuppressWarnings("DoNotCallSuggester")
public final class PinnedBackup {

  private final ArtifactStore store;
  private final BackupPin pin;

  public PinnedBackup(ArtifactStore store, BackupPin pin) {
    this.store = store;
    this.pin = pin;
  }

  public ArtifactStore store() {
    return store;
  }

  public String set() {
    return pin.set();
  }

  /** Where an artefact is and what it must be; ARTIFACT_MISSING when the backup set lacks it. */
  public ArtifactPin pin(String artifact) {
    ArtifactPin found = pin.artifacts().get(artifact);
    if (found == null) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_MISSING,
          "Backup set %s in store %s has no artefact '%s'"
              .formatted(pin.set(), pin.store(), artifact));
    }
    return found;
  }

  /**
   * Finds out whether the file is there and has the pinned size, without reading it:
   * ARTIFACT_MISSING, ARTIFACT_TRUNCATED, ARTIFACT_DIGEST_MISMATCH (longer).
   */
  public void probe(String artifact) {
    throw new UnsupportedOperationException("soon");
  }

  /**
   * The bytes of a file artefact from the beginning. The last {@code read} throws
   * ARTIFACT_TRUNCATED or ARTIFACT_DIGEST_MISMATCH instead of answering the end: read to the end
   * before believing (and before committing the last piece).
   */
  public InputStream open(String artifact) {
    throw new UnsupportedOperationException("soon");
  }

  /** The bytes of a file artefact from an offset on, without proof. */
  public InputStream openAt(String artifact, long offset) {
    return store.open(pin.set(), pin(artifact).path(), offset);
  }

  /**
   * The files of a folder artefact, read and digested now; ARTIFACT_DIGEST_MISMATCH when they are
   * not what was pinned.
   */
  public FileListing listing(String artifact) {
    throw new UnsupportedOperationException("soon");
  }

  /** The bytes of one file of a folder artefact, proven at the end as {@link #open} does. */
  public InputStream openFile(String artifact, FileListing.Entry file) {
    throw new UnsupportedOperationException("soon");
  }

  /** What the manifest or side file says about an artefact (counts, tool, capture time), if any. */
  public Optional<BackupArtifact> entry(String artifact) {
    throw new UnsupportedOperationException("soon");
  }
}
