package dev.rekindle.cli.backup;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.contract.backup.BackupVerification;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.backup.KnownFile;
import dev.rekindle.contract.codec.MessageCodec;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the artefacts of a backup set by their file names (see {@link KnownFile}) and pins them by
 * size and SHA-256.
 */
public final class BackupIndexer {

  private final MessageCodec codec = new MessageCodec();

  /**
   * Reads every artefact of a folder, changing nothing.
   *
   * @throws IOException when the folder or a file cannot be read
   */
  public BackupManifest index(Path set, Instant now) throws IOException {
    List<BackupArtifact> artifacts = new ArrayList<>();
    try (Stream<Path> entries = Files.list(set)) {
      for (Path entry : entries.sorted().toList()) {
        Optional<KnownFile> known = KnownFile.of(entry.getFileName().toString());
        if (known.isPresent()) {
          artifacts.add(artifact(known.get(), entry));
        }
      }
    }
    return new BackupManifest(1, now, artifacts);
  }

  /** Whether the artefacts of a folder have side files, as copies do that workers made. */
  public boolean describesItself(Path set) throws IOException {
    try (Stream<Path> entries = Files.list(set)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .anyMatch(name -> name.endsWith(BackupManifest.ENTRY_SUFFIX));
    }
  }

  /**
   * Writes the manifest beside the artefacts; a reader sees the old one or the new one, never a
   * part.
   */
  public void write(Path set, BackupManifest manifest) throws IOException {
    Path temporary = set.resolve("." + BackupManifest.FILE_NAME + ".new");
    Files.write(temporary, codec.encode(manifest));
    Files.move(temporary, set.resolve(BackupManifest.FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads a manifest that was written before.
   *
   * @throws IOException also when there is none
   */
  public BackupManifest read(Path set) throws IOException {
    return codec.decode(
        Files.readAllBytes(set.resolve(BackupManifest.FILE_NAME)), BackupManifest.class);
  }

  /** Notes beside the manifest that the set was found to be as it says, or that it was not. */
  public void note(Path set, boolean good, Instant now) throws IOException {
    Path note = set.resolve(BackupVerification.FILE_NAME);
    if (!good) {
      boolean _ = Files.deleteIfExists(note);
      return;
    }
    byte[] manifest = Files.readAllBytes(set.resolve(BackupManifest.FILE_NAME));
    Path temporary = set.resolve("." + BackupVerification.FILE_NAME + ".new");
    Files.write(temporary, codec.encode(BackupVerification.now(manifest, now)));
    Files.move(temporary, note, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What is not any more as the manifest says; empty when all is well. */
  public List<String> verify(Path set, BackupManifest manifest) throws IOException {
    List<String> problems = new ArrayList<>();
    for (BackupArtifact artifact : manifest.artifacts()) {
      Path path = set.resolve(artifact.pin().path());
      if (!Files.exists(path)) {
        problems.add(artifact.name() + ": " + artifact.pin().path() + " is missing");
        continue;
      }
      ArtifactPin now = pin(artifact.pin().format(), path);
      if (!now.sha256().equals(artifact.pin().sha256())) {
        problems.add(
            artifact.name()
                + ": the digest of "
                + artifact.pin().path()
                + " is not the manifest's ("
                + now.bytes()
                + " bytes, was "
                + artifact.pin().bytes()
                + ")");
      }
    }
    return problems;
  }

  private static BackupArtifact artifact(KnownFile known, Path entry) throws IOException {
    return new BackupArtifact(known.artifact(), pin(known.format(), entry), null, "", "", Map.of());
  }

  private static ArtifactPin pin(ArtifactFormat format, Path path) throws IOException {
    String name = path.getFileName().toString();
    if (format == ArtifactFormat.FILES) {
      FileListing listing = listing(path);
      return new ArtifactPin(name, format, listing.digest(), listing.bytes());
    }
    return new ArtifactPin(name, format, sha256(path), Files.size(path));
  }

  /** The regular files below a folder; links are not followed. */
  public static FileListing listing(Path folder) throws IOException {
    List<FileListing.Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
        String relative = folder.relativize(file).toString().replace(File.separatorChar, '/');
        entries.add(new FileListing.Entry(relative, Files.size(file), sha256(file)));
      }
    }
    return new FileListing(entries);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
