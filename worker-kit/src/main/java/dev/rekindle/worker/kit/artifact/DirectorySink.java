package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.artifact.ArtifactStore.Written;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;

/** Writes beside the final name, then renames. */
final class DirectorySink extends ArtifactSink {

  private final Path file;
  private final Path temporary;
  private final String path;
  private final FileChannel channel;
  private final MessageDigest digest = Digests.sha256();
  private long bytes;
  private boolean committed;

  DirectorySink(Path file, String path) {
    this.file = file;
    this.path = path;
    Path folder = java.util.Objects.requireNonNull(file.getParent());
    this.temporary = folder.resolve(DirectoryArtifactStore.TEMPORARY + UUID.randomUUID());
    try {
      Files.createDirectories(folder, mode(folder, "rwx------"));
      this.channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              mode(folder, "rw-------"));
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static FileAttribute<?>[] mode(Path where, String permissions) {
    return where.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    try {
      ByteBuffer rest = ByteBuffer.wrap(buffer, offset, length);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw failed(path, e);
    }
    digest.update(buffer, offset, length);
    bytes += length;
  }

  @Override
  public Written commit() {
    try {
      channel.force(true);
      channel.close();
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      committed = true;
      forceFolder();
    } catch (IOException e) {
      throw failed(path, e);
    }
    return new Written(bytes, Digests.hex(digest));
  }

  /** A rename is on disk only when its folder is. */
  private void forceFolder() throws IOException {
    try (FileChannel folder =
        FileChannel.open(
            java.util.Objects.requireNonNull(file.getParent()), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (!committed) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static StageProblem failed(String path, IOException e) {
    String reason =
        e instanceof FileSystemException known && known.getReason() != null
            ? known.getReason()
            : String.valueOf(e.getMessage());
    boolean full = reason.contains("No space left") || reason.contains("quota exceeded");
    return StageProblem.passing(
        full ? ProblemCode.SPACE_SHORT : ProblemCode.TARGET_UNREACHABLE,
        "Artefact " + path + " cannot be written: " + reason,
        e);
  }
}
