package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.artifact.ArtifactStore.StoredFile;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Reads folder artefacts as a whole. */
final class Folders {

  private Folders() {}

  static FileListing digest(ArtifactStore store, String set, String folder) {
    return new FileListing(
        store.list(set, folder).stream().map(file -> entry(store, set, folder, file)).toList());
  }

  private static FileListing.Entry entry(
      ArtifactStore store, String set, String folder, StoredFile file) {
    MessageDigest digest = Digests.sha256();
    long bytes = 0;
    try (InputStream in = store.open(set, file.path(), 0)) {
      byte[] buffer = new byte[64 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        bytes += count;
      }
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.TARGET_UNREACHABLE, "Reading " + file.path() + " failed: " + e, e);
    }
    return new FileListing.Entry(
        file.path().substring(folder.length() + 1), bytes, Digests.hex(digest));
  }
}
