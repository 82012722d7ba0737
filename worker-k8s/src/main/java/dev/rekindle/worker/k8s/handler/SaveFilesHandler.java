package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec.SaveFiles;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.Volumes.Volume;
import dev.rekindle.worker.kit.artifact.ArtifactSink;
import dev.rekindle.worker.kit.artifact.ArtifactStore;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.SafetySet;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code k8s.save-files}: copies the files of a claim into the safety set, one by one. */
@ApplicationScoped
public class SaveFilesHandler implements StageHandler<SaveFiles> {

  private final Applications applications;
  private final ArtifactStores stores;

  public SaveFilesHandler(Applications applications, ArtifactStores stores) {
    this.applications = applications;
    this.stores = stores;
  }

  @Override
  public Class<SaveFiles> spec() {
    return SaveFiles.class;
  }

  @Override
  public Findings check(SaveFiles spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    if (spec.policy() == SafetyPolicy.NONE) {
      return findings.info("safety", "files are not saved, as the plan says").build();
    }
    RightsCheck.of(spec, application, attempt, findings);
    if (!application.volumes().exists(spec.claim())) {
      findings.warning(
          ProblemCode.OBJECT_MISSING,
          "claim " + spec.claim(),
          "does not exist, so there is nothing to save",
          "");
    }
    return findings.build();
  }

  @Override
  public StageOutcome run(SaveFiles spec, Attempt attempt) {
    if (spec.policy() == SafetyPolicy.NONE) {
      return StageOutcome.done(new Evidence("safety", "not taken, as the plan says"));
    }
    SafetySet safety = stores.safety(attempt.context());
    Optional<BackupArtifact> completed = safety.completed(spec.artifact());
    if (completed.isPresent()) {
      return StageOutcome.done(
          new Evidence("safety", "an earlier attempt took it"),
          new Evidence("digest of the listing", completed.get().pin().sha256()));
    }
    try {
      return save(spec, attempt, safety);
    } catch (StageProblem problem) {
      // In a real disaster a copy that cannot be taken must not block the way back.
      if (spec.policy() == SafetyPolicy.BEST_EFFORT) {
        return StageOutcome.done(new Evidence("safety", "not taken: " + problem.detail()));
      }
      throw problem;
    }
  }

  private StageOutcome save(SaveFiles spec, Attempt attempt, SafetySet safety) {
    Application application = applications.open(attempt);
    if (!application.volumes().exists(spec.claim())) {
      throw Missing.object("claim " + spec.claim());
    }
    try (Volume volume = application.volumes().mount(spec.claim(), true)) {
      attempt.report(new Progress("listing", 0, 0, "bytes"));
      Instant captured = Instant.now();
      FileListing listing = volume.list();
      long there = room(safety, spec, listing);
      long done = 0;
      for (FileListing.Entry file : listing.files()) {
        attempt.throwIfCancelled();
        String path = spec.artifact() + "/" + file.path();
        if (there == 0 || !whole(safety, path, file)) {
          fetch(volume, safety, path, file, done, listing.bytes(), attempt);
        }
        done += file.bytes();
      }
      BackupArtifact artifact =
          safety.recordFolder(
              spec.artifact(),
              spec.artifact(),
              listing,
              new SafetySet.About(
                  captured, "rekindle", "", Map.of("files", (long) listing.files().size())));
      return StageOutcome.done(
          new Evidence("files", Integer.toString(listing.files().size())),
          new Evidence("bytes", Long.toString(listing.bytes())),
          new Evidence("digest of the listing", artifact.pin().sha256()));
    }
  }

  /** Checks the room, removes what does not belong, and says how many bytes are there already. */
  private static long room(SafetySet safety, SaveFiles spec, FileListing listing) {
    ArtifactStore store = safety.store();
    Set<String> wanted = new HashSet<>();
    listing.files().forEach(file -> wanted.add(spec.artifact() + "/" + file.path()));
    long there = 0;
    for (ArtifactStore.StoredFile file : store.list(safety.name(), spec.artifact())) {
      if (wanted.contains(file.path())) {
        there += file.bytes();
      } else {
        store.delete(safety.name(), file.path());
      }
    }
    long needed = listing.bytes() - there;
    if (needed > store.freeBytes()) {
      throw StageProblem.permanent(
          ProblemCode.SPACE_SHORT,
          "The files of claim %s need %d bytes more, the store has %d free"
              .formatted(spec.claim(), needed, store.freeBytes()));
    }
    return there;
  }

  /** An earlier attempt brought it over: its bytes are read again, its length proves nothing. */
  private static boolean whole(SafetySet safety, String path, FileListing.Entry file) {
    Optional<ArtifactStore.StoredFile> stored = safety.store().find(safety.name(), path);
    return stored.isPresent()
        && stored.get().bytes() == file.bytes()
        && StoredDigest.of(safety.store(), safety.name(), path).equals(file.sha256());
  }

  private static void fetch(
      Volume volume,
      SafetySet safety,
      String path,
      FileListing.Entry file,
      long before,
      long total,
      Attempt attempt) {
    try (ArtifactSink sink = safety.create(path)) {
      FileListing.Entry copied =
          volume.get(
              file.path(),
              sink,
              bytes -> attempt.report(new Progress(file.path(), before + bytes, total, "bytes")));
      if (copied.bytes() != file.bytes() || !copied.sha256().equals(file.sha256())) {
        throw StageProblem.passing(
            ProblemCode.WRITERS_PRESENT,
            "File '" + file.path() + "' changed while it was saved: something still writes");
      }
      sink.commit();
    }
  }
}
