package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.FileListing;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The backup set that safety copies go to. The first copy that was completed stays: a later attempt
 * finds it and must not replace it by a copy of a half-restored target.
 */
@SuppressWarnings("DoNotCallSuggester")
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

  public String name() {
    return set;
  }

  /** A copy that was completed before; empty when there is none. */
  public Optional<BackupArtifact> completed(String artifact) {
    throw new UnsupportedOperationException("soon");
  }

  /** Begins a copy at a path of the set; nothing is visible before it is committed. */
  public ArtifactSink create(String path) {
    return store.create(set, path);
  }

  /** Records a committed file as an artefact of the set, in its side file. */
  public BackupArtifact record(
      String artifact,
      String path,
      ArtifactFormat format,
      ArtifactStore.Written written,
      About about) {
    throw new UnsupportedOperationException("soon");
  }

  /** Records a folder whose files were committed one by one, in its side file. */
  public BackupArtifact recordFolder(
      String artifact, String folder, FileListing listing, About about) {
    throw new UnsupportedOperationException("soon");
  }
}
