package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The set that copies of an order go to: safety copies, or the backup set that it makes. The first
 * copy that was completed stays: a later attempt asks {@link #completed} first, and must not
 * replace it by a copy of a half-restored target.
 */
public final class SafetySet {

  /** What is known about a copy besides its bytes; see {@link BackupArtifact}. */
  public record About(
      Instant capturedAt, String tool, String serverVersion, Map<String, Long> counts) {
    public About {
      counts = Map.copyOf(counts);
    }
  }

  private final ArtifactStore store;
  private final String set;

  public SafetySet(ArtifactStore store, String set) {
    this.store = store;
    this.set = set;
  }

  public ArtifactStore store() {
    return store;
  }

  /** Name of the set. */
  public String name() {
    return set;
  }

  /** A copy that was completed before; empty when there is none. */
  public Optional<BackupArtifact> completed(String artifact) {
    return Optional.ofNullable(Manifests.entries(store, set).get(artifact));
  }

  /**
   * Begins a file of the set; nothing is visible before it is committed. CONFLICT once the set is
   * sealed: whoever comes then was thought dead.
   */
  public ArtifactSink create(String path) {
    requireOpen();
    return new OpenSetSink(store.create(set, path), this::requireOpen);
  }

  private void requireOpen() {
    if (Manifests.sealed(store, set)) {
      throw StageProblem.permanent(
          ProblemCode.CONFLICT, "Backup set " + set + " is sealed, and takes no further file");
    }
  }

  /**
   * Records a committed file as an artefact of the set, in a side file beside it; from then on it
   * is {@link #completed}.
   */
  public BackupArtifact record(
      String artifact,
      String path,
      ArtifactFormat format,
      ArtifactStore.Written written,
      About about) {
    return write(artifact, new ArtifactPin(path, format, written.sha256(), written.bytes()), about);
  }

  /** Records a folder whose files were committed one by one at {@code folder/<entry path>}. */
  public BackupArtifact recordFolder(
      String artifact, String folder, FileListing listing, About about) {
    return write(
        artifact,
        new ArtifactPin(folder, ArtifactFormat.FILES, listing.digest(), listing.bytes()),
        about);
  }

  private BackupArtifact write(String artifact, ArtifactPin pin, About about) {
    BackupArtifact entry =
        new BackupArtifact(
            artifact, pin, about.capturedAt(), about.tool(), about.serverVersion(), about.counts());
    requireOpen();
    Manifests.writeEntry(store, set, entry);
    return entry;
  }
}
