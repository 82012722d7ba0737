package dev.rekindle.coordinator.catalog;

import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.contract.backup.BackupVerification;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.coordinator.backup.BackupSelector;
import dev.rekindle.coordinator.backup.BackupSet;
import dev.rekindle.coordinator.backup.BackupSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Backup sets as folders {@code <store>/<set>}: with a manifest, or safety copies with side files.
 */
public final class DirectoryBackupSets implements BackupSets {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final Map<String, Path> stores;
  private final MessageCodec codec;

  /**
   * Serves the given stores.
   *
   * @param stores root folder by store name
   */
  public DirectoryBackupSets(Map<String, Path> stores, MessageCodec codec) {
    this.stores = Map.copyOf(stores);
    this.codec = codec;
  }

  @Override
  public Lookup find(String store, String set) {
    Path root = stores.get(store);
    if (root == null) {
      return unknownStore(store);
    }
    if (!NAME.matcher(set).matches() || !Files.isDirectory(root.resolve(set))) {
      return new Lookup.Refused(
          Reason.UNKNOWN_SET, "Store '" + store + "' has no backup set '" + set + "'");
    }
    return read(store, root.resolve(set));
  }

  @Override
  public Lookup select(String store, BackupSelector wanted, Instant now) {
    return stores.containsKey(store) ? wanted.choose(store, list(store), now) : unknownStore(store);
  }

  @Override
  public List<Listed> list(String store) {
    Path root = stores.get(store);
    if (root == null || !Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(Files::isDirectory)
          .filter(folder -> NAME.matcher(name(folder)).matches())
          .map(folder -> new Listed(name(folder), read(store, folder)))
          .sorted(
              Comparator.comparing((Listed listed) -> createdAt(listed.lookup()))
                  .reversed()
                  .thenComparing(Listed::name))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Lookup read(String store, Path folder) {
    Map<String, BackupArtifact> artifacts = new LinkedHashMap<>();
    Instant createdAt = Instant.EPOCH;
    Instant verifiedAt = null;
    try {
      Path manifest = folder.resolve(BackupManifest.FILE_NAME);
      if (Files.isRegularFile(manifest)) {
        byte[] bytes = Files.readAllBytes(manifest);
        BackupManifest content = codec.decode(bytes, BackupManifest.class);
        verifiedAt = verifiedAt(folder, bytes);
        createdAt = content.createdAt();
        content.artifacts().forEach(artifact -> artifacts.put(artifact.name(), artifact));
      }
      List<Path> sides = artifacts.isEmpty() ? sideFiles(folder) : List.of();
      if (!sides.isEmpty() && !name(folder).startsWith(BackupSet.SAFETY_PREFIX)) {
        return notSealed(folder);
      }
      for (Path side : sides) {
        BackupArtifact artifact = codec.decode(Files.readAllBytes(side), BackupArtifact.class);
        artifacts.put(artifact.name(), artifact);
        Instant captured = artifact.capturedAt();
        createdAt = captured != null && captured.isAfter(createdAt) ? captured : createdAt;
      }
    } catch (UnreadableMessage e) {
      return new Lookup.Refused(
          Reason.UNREADABLE_MANIFEST,
          "A manifest of backup set '" + name(folder) + "' is damaged: " + e.getMessage());
    } catch (IOException e) {
      return new Lookup.Refused(
          Reason.STORE_UNREACHABLE, "Backup set '" + name(folder) + "' cannot be read: " + e);
    }
    if (artifacts.isEmpty()) {
      return noManifest(folder);
    }
    return new Lookup.Found(
        new BackupSet(store, name(folder), createdAt, verifiedAt, List.copyOf(artifacts.values())));
  }

  /** Null unless somebody verified the set as exactly this manifest describes it. */
  private @Nullable Instant verifiedAt(Path folder, byte[] manifest) throws IOException {
    Path file = folder.resolve(BackupVerification.FILE_NAME);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    BackupVerification verification =
        codec.decode(Files.readAllBytes(file), BackupVerification.class);
    return verification.of(manifest) ? verification.verifiedAt() : null;
  }

  private static List<Path> sideFiles(Path folder) throws IOException {
    List<Path> sides = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> name(file).endsWith(BackupManifest.ENTRY_SUFFIX))
          .sorted()
          .forEach(sides::add);
    }
    return sides;
  }

  private static Lookup noManifest(Path folder) {
    return new Lookup.Refused(
        Reason.NO_MANIFEST,
        "Backup set '"
            + name(folder)
            + "' has no manifest; run `rekindle backup index "
            + folder
            + "` first");
  }

  /** What is made here counts when it is whole, which its manifest says. */
  private static Lookup notSealed(Path folder) {
    return new Lookup.Refused(
        Reason.NOT_SEALED,
        "Backup set '"
            + name(folder)
            + "' is not sealed: it is being made, or its making ended before it was whole; `rekindle"
            + " restore list` tells which, and a folder that nobody works on may be deleted");
  }

  private static Lookup unknownStore(String store) {
    return new Lookup.Refused(
        Reason.UNKNOWN_STORE,
        "No artefact store '" + store + "' in rekindle.coordinator.artifact.stores");
  }

  private static Instant createdAt(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Found(BackupSet set) -> set.createdAt();
      case Lookup.Refused _ -> Instant.MIN;
    };
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
