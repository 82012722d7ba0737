package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.StageSpec.SyncFiles;
import dev.rekindle.worker.k8s.plan.FileSync;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.Volumes.Volume;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.PinnedBackup;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** {@code k8s.sync-files}: makes the files of a claim those of the backup. */
@ApplicationScoped
public class SyncFilesHandler implements StageHandler<SyncFiles> {

  private final Applications applications;
  private final ArtifactStores stores;

  public SyncFilesHandler(Applications applications, ArtifactStores stores) {
    this.applications = applications;
    this.stores = stores;
  }

  @Override
  public Class<SyncFiles> spec() {
    return SyncFiles.class;
  }

  @Override
  public Findings check(SyncFiles spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(spec, application, attempt, findings);
    if (!application.volumes().exists(spec.claim())) {
      findings.blocker(
          ProblemCode.OBJECT_MISSING,
          "claim " + spec.claim(),
          "does not exist in namespace " + attempt.context().namespace(),
          "Create it, or leave the stage out when the files are in object storage");
    }
    findings.trying(
        spec.artifact(),
        () -> {
          FileListing listing = wanted(spec, attempt);
          findings.info(
              spec.artifact(), listing.files().size() + " files, " + listing.bytes() + " bytes");
        });
    return findings.build();
  }

  /** The artefact's files; refused when one of them could be written outside the claim. */
  private FileListing wanted(SyncFiles spec, Attempt attempt) {
    PinnedBackup backup = stores.backup(attempt.context());
    if (backup.pin(spec.artifact()).format() != ArtifactFormat.FILES) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED, spec.artifact() + " is not a folder of files");
    }
    FileListing listing = backup.listing(spec.artifact());
    for (FileListing.Entry file : listing.files()) {
      String fault = FileSync.fault(file.path());
      if (!fault.isEmpty()) {
        throw StageProblem.permanent(
            ProblemCode.ARTIFACT_CORRUPT,
            "Path '" + file.path() + "' of " + spec.artifact() + " " + fault);
      }
    }
    return listing;
  }

  @Override
  public StageOutcome run(SyncFiles spec, Attempt attempt) {
    Application application = applications.open(attempt);
    attempt.report(new Progress("reading " + spec.artifact(), 0, 0, "bytes"));
    FileListing wanted = wanted(spec, attempt);
    PinnedBackup backup = stores.backup(attempt.context());
    attempt.throwIfCancelled();
    try (Volume volume = application.volumes().mount(spec.claim(), false)) {
      attempt.report(new Progress("comparing", 0, wanted.bytes(), "bytes"));
      FileSync sync = FileSync.between(wanted, volume.list());
      if (!sync.remove().isEmpty()) {
        volume.remove(Set.copyOf(sync.remove()));
      }
      long done = wanted.bytes() - sync.bytes();
      for (FileListing.Entry file : sync.copy()) {
        attempt.throwIfCancelled();
        copy(backup, spec, volume, file, done, wanted.bytes(), attempt);
        done += file.bytes();
      }
      return proven(wanted, sync, volume);
    }
  }

  private static void copy(
      PinnedBackup backup,
      SyncFiles spec,
      Volume volume,
      FileListing.Entry file,
      long before,
      long total,
      Attempt attempt) {
    String folder = backup.pin(spec.artifact()).path();
    volume.put(
        file,
        offset ->
            offset == 0
                ? backup.openFile(spec.artifact(), file)
                : backup.store().open(backup.set(), folder + "/" + file.path(), offset),
        bytes -> attempt.report(new Progress(file.path(), before + bytes, total, "bytes")));
  }

  private static StageOutcome proven(FileListing wanted, FileSync sync, Volume volume) {
    FileListing now = volume.list();
    if (!now.digest().equals(wanted.digest())) {
      FileSync left = FileSync.between(wanted, now);
      return new StageOutcome.TryAgain(
          ProblemCode.VERIFICATION_FAILED,
          "After the copy "
              + left.copy().size()
              + " files differ and "
              + left.remove().size()
              + " are too many: somebody else writes to the claim");
    }
    return StageOutcome.done(
        new Evidence("files", Integer.toString(wanted.files().size())),
        new Evidence("copied", sync.copy().size() + " files, " + sync.bytes() + " bytes"),
        new Evidence("equal already", Integer.toString(sync.equal())),
        new Evidence("removed", Integer.toString(sync.remove().size())),
        new Evidence("digest of the listing", now.digest()));
  }
}
