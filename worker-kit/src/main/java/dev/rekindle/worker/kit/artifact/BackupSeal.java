package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.backup.BackupVerification;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Makes a set of copies a backup set. Without a manifest nobody takes it, so the manifest comes
 * last, when everything was read back; a set that has one takes no further file.
 */
public final class BackupSeal {

  private final ArtifactStore store;
  private final String set;

  public BackupSeal(SafetySet copies) {
    this.store = copies.store();
    this.set = copies.name();
  }

  /** Whether it was sealed before. */
  public boolean sealed() {
    return Manifests.sealed(store, set);
  }

  /** All artefacts by name; ARTIFACT_MISSING names those of the wanted ones that are not there. */
  public List<BackupArtifact> artifacts(Collection<String> wanted) {
    Map<String, BackupArtifact> entries = Manifests.entries(store, set);
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(entries.keySet());
    if (!missing.isEmpty()) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_MISSING,
          "Backup set %s is not whole, it lacks %s".formatted(set, String.join(", ", missing)));
    }
    return entries.values().stream().sorted(Comparator.comparing(BackupArtifact::name)).toList();
  }

  /** Reads an artefact; one of the ARTIFACT codes unless its bytes are those that were noted. */
  public void prove(BackupArtifact artifact) {
    String name = artifact.name();
    PinnedBackup noted =
        new PinnedBackup(store, new BackupPin("", set, Map.of(name, artifact.pin())));
    if (artifact.pin().format() == ArtifactFormat.FILES) {
      noted.listing(name);
      return;
    }
    try (VerifiedStream bytes = noted.open(name)) {
      bytes.verifyToEnd();
    } catch (java.io.IOException e) {
      throw StageProblem.passing(
          ProblemCode.TARGET_UNREACHABLE, "Artefact " + name + " cannot be read: " + e, e);
    }
  }

  /**
   * Writes the manifest, unless an earlier attempt did, and beside it that the set was compared
   * with it.
   *
   * @param proven all that is in the set
   */
  public void seal(List<BackupArtifact> proven, Instant now) {
    byte[] manifest = Manifests.seal(store, set, new BackupManifest(1, now, proven));
    Manifests.write(
        store, set, BackupVerification.FILE_NAME, BackupVerification.now(manifest, now));
  }
}
