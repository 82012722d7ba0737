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

/** Reads what a backup set says about itself: its manifest, and side files over it. */
public final class Manifests {

  private static final MessageCodec CODEC = new MessageCodec();

  private Manifests() {}

  /**
   * Entries of a set by artefact name, empty without manifest and side files; ARTIFACT_CORRUPT when
   * one of them cannot be read. A side file is newer than the manifest and wins.
   */
  public static Map<String, BackupArtifact> entries(ArtifactStore store, String set) {
    Map<String, BackupArtifact> entries = new LinkedHashMap<>();
    if (store.find(set, BackupManifest.FILE_NAME).isPresent()) {
      read(store, set, BackupManifest.FILE_NAME, BackupManifest.class)
          .artifacts()
          .forEach(entry -> entries.put(entry.name(), entry));
    }
    for (StoredFile file : store.list(set, "")) {
      if (file.path().endsWith(BackupManifest.ENTRY_SUFFIX)) {
        BackupArtifact entry = read(store, set, file.path(), BackupArtifact.class);
        entries.put(entry.name(), entry);
      }
    }
    return entries;
  }

  /** Writes the side file of an artefact beside it. */
  static void writeEntry(ArtifactStore store, String set, BackupArtifact entry) {
    try (ArtifactSink sink = store.create(set, entry.pin().path() + BackupManifest.ENTRY_SUFFIX)) {
      byte[] json = CODEC.encode(entry);
      sink.write(json, 0, json.length);
      sink.commit();
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.TARGET_UNREACHABLE, "Side file of " + entry.name() + " is not written", e);
    }
  }

  private static <T> T read(ArtifactStore store, String set, String path, Class<T> type) {
    try (InputStream in = store.open(set, path, 0)) {
      return CODEC.decode(in.readAllBytes(), type);
    } catch (UnreadableMessage e) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_CORRUPT, path + " of backup set " + set + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.TARGET_UNREACHABLE, path + " of backup set " + set + ": " + e, e);
    }
  }
}
