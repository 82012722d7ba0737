package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.StageSpec.SealBackup;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.Fence;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.BackupSeal;
import dev.rekindle.worker.kit.artifact.SafetySet;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code k8s.seal-backup}: proves the copies of this order, and makes them a backup set. */
@ApplicationScoped
public class SealBackupHandler implements StageHandler<SealBackup> {

  private final Applications applications;
  private final ArtifactStores stores;

  public SealBackupHandler(Applications applications, ArtifactStores stores) {
    this.applications = applications;
    this.stores = stores;
  }

  @Override
  public Class<SealBackup> spec() {
    return SealBackup.class;
  }

  @Override
  public Findings check(SealBackup spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(spec, application, attempt, findings);
    findings.trying(
        "backup set",
        () -> findings.info("backup set", "will be " + stores.safety(attempt.context()).name()));
    application
        .fence()
        .holder(spec.lease())
        .ifPresent(holder ->
            findings.blocker(
                ProblemCode.TARGET_HELD,
                spec.lease(),
                held(holder),
                "Let that restore end well, or restore the application, and make the backup then"));
    return findings.build();
  }

  /**
   * Its own application's too: a restore that did not give it back has left something half done.
   */
  private static String held(Fence.Holder holder) {
    return "is held by restore "
        + holder.restore()
        + " of "
        + holder.application()
        + ": what it leaves may be half restored, and is no backup";
  }

  @Override
  public StageOutcome run(SealBackup spec, Attempt attempt) {
    Application application = applications.open(attempt);
    SafetySet copies = stores.safety(attempt.context());
    BackupSeal seal = new BackupSeal(copies);
    boolean before = seal.sealed();
    if (!before) {
      requireFree(application, spec);
    }
    List<BackupArtifact> artifacts = seal.artifacts(spec.artifacts());
    long total = artifacts.stream().mapToLong(artifact -> artifact.pin().bytes()).sum();
    long done = 0;
    for (BackupArtifact artifact : artifacts) {
      attempt.throwIfCancelled();
      attempt.report(new Progress("comparing " + artifact.name(), done, total, "bytes"));
      seal.prove(artifact);
      done += artifact.pin().bytes();
    }
    attempt.throwIfCancelled();
    if (!before) {
      requireFree(application, spec);
    }
    seal.seal(artifacts, Instant.now());
    return StageOutcome.done(evidence(copies, artifacts, total, before));
  }

  private static void requireFree(Application application, SealBackup spec) {
    application
        .fence()
        .holder(spec.lease())
        .ifPresent(holder -> {
          throw StageProblem.permanent(
              ProblemCode.TARGET_HELD, "Lease " + spec.lease() + " " + held(holder));
        });
  }

  private static List<Evidence> evidence(
      SafetySet copies, List<BackupArtifact> artifacts, long bytes, boolean before) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence("backup set", copies.name()));
    evidence.add(new Evidence("sealed", before ? "by an earlier attempt" : "now"));
    evidence.add(new Evidence("artefacts", Integer.toString(artifacts.size())));
    evidence.add(new Evidence("bytes", Long.toString(bytes)));
    artifacts.stream()
        .filter(artifact -> !artifact.counts().isEmpty())
        .forEach(artifact ->
            evidence.add(
                new Evidence(
                    artifact.name() + ": rows, keys or files",
                    Long.toString(
                        artifact.counts().values().stream().mapToLong(Long::longValue).sum()))));
    return evidence;
  }
}
