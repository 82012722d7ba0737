package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.artifact.ArtifactStore.StoredFile;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The artefacts a restore pinned at its start. Streams prove at their end that nothing changed. */
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

  /** Name of the backup set. */
  public String set() {
    return pin.set();
  }

  /** The artefact that an indexed backup makes of the Kubernetes object of this name. */
  public static String artifactOfObject(String name) {
    return "object-" + name;
  }

  /** Every artefact of the set by name. */
  public Map<String, ArtifactPin> pins() {
    return pin.artifacts();
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
   * Finds out whether an artefact is there and has the pinned size, without reading it:
   * ARTIFACT_MISSING, ARTIFACT_TRUNCATED, or ARTIFACT_DIGEST_MISMATCH when it is longer.
   */
  public void probe(String artifact) {
    ArtifactPin expected = pin(artifact);
    long found = bytesOf(expected);
    if (found == expected.bytes()) {
      return;
    }
    throw StageProblem.permanent(
        found < expected.bytes()
            ? ProblemCode.ARTIFACT_TRUNCATED
            : ProblemCode.ARTIFACT_DIGEST_MISMATCH,
        "%s has %d bytes; %d were pinned".formatted(title(artifact), found, expected.bytes()));
  }

  private long bytesOf(ArtifactPin expected) {
    if (expected.format() == ArtifactFormat.FILES) {
      List<StoredFile> files = store.list(pin.set(), expected.path());
      if (files.isEmpty() && expected.bytes() > 0) {
        throw missing(expected.path());
      }
      return files.stream().mapToLong(StoredFile::bytes).sum();
    }
    return store
        .find(pin.set(), expected.path())
        .orElseThrow(() -> missing(expected.path()))
        .bytes();
  }

  /**
   * The bytes of a file artefact from the beginning. Where the end would be answered, {@code read}
   * throws ARTIFACT_TRUNCATED or ARTIFACT_DIGEST_MISMATCH when they are not the pinned ones.
   */
  public VerifiedStream open(String artifact) {
    ArtifactPin expected = pin(artifact);
    return new VerifiedStream(
        store.open(pin.set(), expected.path(), 0),
        title(artifact),
        expected.bytes(),
        expected.sha256());
  }

  /** The bytes of a file artefact from an offset on, without proof. */
  public InputStream openAt(String artifact, long offset) {
    return store.open(pin.set(), pin(artifact).path(), offset);
  }

  /**
   * The files of a folder artefact, read and digested now; ARTIFACT_DIGEST_MISMATCH when they are
   * not what was pinned. Paths are relative to the folder.
   */
  public FileListing listing(String artifact) {
    ArtifactPin expected = pin(artifact);
    FileListing found = Folders.digest(store, pin.set(), expected.path());
    if (found.digest().equals(expected.sha256())) {
      return found;
    }
    if (found.files().isEmpty()) {
      throw missing(expected.path());
    }
    throw StageProblem.permanent(
        ProblemCode.ARTIFACT_DIGEST_MISMATCH,
        "%s has %d files of %d bytes that are not the pinned ones (%d bytes)"
            .formatted(title(artifact), found.files().size(), found.bytes(), expected.bytes()));
  }

  /** The bytes of one file of a folder artefact, proven at the end as {@link #open} does. */
  public VerifiedStream openFile(String artifact, FileListing.Entry file) {
    return new VerifiedStream(
        store.open(pin.set(), pin(artifact).path() + "/" + file.path(), 0),
        title(artifact) + ", file " + file.path(),
        file.bytes(),
        file.sha256());
  }

  /** What the manifest or side file says about an artefact (counts, tool, capture time), if any. */
  public Optional<BackupArtifact> entry(String artifact) {
    return Optional.ofNullable(Manifests.entries(store, pin.set()).get(artifact));
  }

  private String title(String artifact) {
    return "Artefact " + artifact + " of backup set " + pin.set();
  }

  private StageProblem missing(String path) {
    return StageProblem.permanent(
        ProblemCode.ARTIFACT_MISSING,
        "Backup set %s in store %s holds no %s".formatted(pin.set(), pin.store(), path));
  }
}
