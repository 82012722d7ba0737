package dev.rekindle.worker.db.testing;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.worker.kit.artifact.ArtifactStore;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.Digests;
import dev.rekindle.worker.kit.artifact.DirectoryArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with one backup set, {@code monday}. */
public final class Backups {

  public static final String STORE = "backups";
  public static final String SET = "monday";

  private final Path folder;

  public Backups(Path folder) {
    this.folder = folder;
  }

  public ArtifactStores stores() {
    ArtifactStore store = new DirectoryArtifactStore(folder);
    return name -> store;
  }

  /** Writes a file and answers what a restore would pin of it. */
  public ArtifactPin put(String path, ArtifactFormat format, byte[] content) throws IOException {
    Path file = folder.resolve(SET).resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return new ArtifactPin(path, format, Digests.sha256(content), content.length);
  }
}
