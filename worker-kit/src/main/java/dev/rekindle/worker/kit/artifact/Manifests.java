package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.artifact.ArtifactStore.StoredFile;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a backup set says about itself: its manifest, or side files while it has none. */
public final class Manifests {

  private static final MessageCodec CODEC = new MessageCodec();

  private Manifests() {}

  /**
   * Entries of a set by artefact name: those of its manifest, or of the side files of a set that
   * has none; ARTIFACT_CORRUPT when one of them cannot be read. What is beside a manifest came too
   * late.
   */
  public static Map<String, BackupArtifact> entries(ArtifactStore store, String set) {
    Map<String, BackupArtifact> entries = new LinkedHashMap<>();
    if (sealed(store, set)) {
      read(store, set, BackupManifest.FILE_NAME, BackupManifest.class)
          .artifacts()
          .forEach(entry -> entries.put(entry.name(), entry));
      return entries;
    }
    for (StoredFile file : store.list(set, "")) {
      if (file.path().endsWith(BackupManifest.ENTRY_SUFFIX)) {
        BackupArtifact entry = read(store, set, file.path(), BackupArtifact.class);
        entries.put(entry.name(), entry);
      }
    }
    return entries;
  }

  /** Whether a set has its manifest. */
  static boolean sealed(ArtifactStore store, String set) {
    return store.find(set, BackupManifest.FILE_NAME).isPresent();
  }

  /** Writes the manifest unless there is one; answers the bytes of the one there is. */
  static byte[] seal(ArtifactStore store, String set, BackupManifest manifest) {
    if (!sealed(store, set)) {
      write(store, set, BackupManifest.FILE_NAME, manifest);
    }
    return bytes(store, set, BackupManifest.FILE_NAME);
  }

  /** Writes the side file of an artefact beside it. */
  static void writeEntry(ArtifactStore store, String set, BackupArtifact entry) {
    write(store, set, entry.pin().path() + BackupManifest.ENTRY_SUFFIX, entry);
  }

  /** Writes what a set says of itself; nobody sees a part of it. */
  static void write(ArtifactStore store, String set, String path, Object content) {
    try (ArtifactSink sink = store.create(set, path)) {
      byte[] json = CODEC.encode(content);
      sink.write(json, 0, json.length);
      sink.commit();
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.TARGET_UNREACHABLE, path + " of set " + set + " is not written", e);
    }
  }

  private static <T> T read(ArtifactStore store, String set, String path, Class<T> type) {
    try {
      return CODEC.decode(bytes(store, set, path), type);
    } catch (UnreadableMessage e) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_CORRUPT, path + " of backup set " + set + ": " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(ArtifactStore store, String set, String path) {
    try (InputStream in = store.open(set, path, 0)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.TARGET_UNREACHABLE, path + " of backup set " + set + ": " + e, e);
    }
  }
}
