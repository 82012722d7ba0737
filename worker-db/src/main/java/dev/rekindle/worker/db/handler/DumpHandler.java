package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.DatabaseTarget;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec.DumpDatabase;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.mysql.MySqlDump;
import dev.rekindle.worker.db.importer.target.DumpResult;
import dev.rekindle.worker.kit.artifact.ArtifactSink;
import dev.rekindle.worker.kit.artifact.ArtifactStore;
import dev.rekindle.worker.kit.artifact.SafetySet;
import dev.rekindle.worker.kit.cluster.Login;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Writes a dump of a database into the safety set, once, and reads it back to prove it. */
@ApplicationScoped
class DumpHandler implements StageHandler<DumpDatabase> {

  private final Databases databases;

  DumpHandler(Databases databases) {
    this.databases = databases;
  }

  @Override
  public Class<DumpDatabase> spec() {
    return DumpDatabase.class;
  }

  @Override
  public Findings check(DumpDatabase spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    if (spec.policy() == SafetyPolicy.NONE) {
      return findings.info(spec.artifact(), "No safety copy is wanted").build();
    }
    new TargetCheck(databases, spec.target(), attempt, findings).reachable();
    if (spec.policy() == SafetyPolicy.REQUIRED) {
      return findings.build();
    }
    // What only hinders a copy that need not be must not hinder the restore.
    Findings.Builder softened = Findings.builder();
    findings.build().findings().stream().map(DumpHandler::softened).forEach(softened::add);
    return softened.build();
  }

  private static Finding softened(Finding finding) {
    return finding.severity() == Severity.BLOCKER
        ? Finding.warning(finding.code(), finding.subject(), finding.message(), finding.remedy())
        : finding;
  }

  @Override
  public StageOutcome run(DumpDatabase spec, Attempt attempt) {
    if (spec.policy() == SafetyPolicy.NONE) {
      return StageOutcome.done(new Evidence("safety copy", "not wanted"));
    }
    SafetySet safety = databases.stores().safety(attempt.context());
    Optional<BackupArtifact> earlier = safety.completed(spec.artifact());
    if (earlier.isPresent()) {
      return done(earlier.get(), "taken by an earlier attempt");
    }
    try {
      return done(copy(spec, safety, attempt), "taken");
    } catch (StageProblem problem) {
      if (spec.policy() == SafetyPolicy.REQUIRED || attempt.cancelled()) {
        throw problem;
      }
      return StageOutcome.done(
          new Evidence("safety copy", "not taken: " + problem.code() + ": " + problem.detail()));
    }
  }

  private static StageOutcome done(BackupArtifact entry, String how) {
    long rows = entry.counts().values().stream().mapToLong(Long::longValue).sum();
    return StageOutcome.done(
        new Evidence("safety copy", how),
        new Evidence("file", entry.pin().path()),
        new Evidence("bytes", String.valueOf(entry.pin().bytes())),
        new Evidence("sha256", entry.pin().sha256()),
        new Evidence("rows", String.valueOf(rows)));
  }

  private BackupArtifact copy(DumpDatabase spec, SafetySet safety, Attempt attempt) {
    String path = spec.artifact() + ".sql.gz";
    // A Secret that is gone comes back only after this stage: the copy must not depend on it.
    Login login = databases.loginToCome(spec.target(), attempt);
    try (Databases.Reached reached = databases.reach(spec.target(), attempt, login)) {
      DumpResult result;
      ArtifactStore.Written written;
      try (ArtifactSink sink = safety.create(path)) {
        GZIPOutputStream gzip = new GZIPOutputStream(sink, 1 << 16);
        OutputStream out = new BufferedOutputStream(gzip, 1 << 16);
        result = write(spec.target(), reached, out, attempt);
        out.flush();
        gzip.finish();
        written = sink.commit();
      }
      DumpSurvey survey = readBack(spec, safety, path, attempt);
      return safety.record(
          spec.artifact(),
          path,
          Databases.format(spec.target()),
          written,
          new SafetySet.About(
              result.capturedAt(),
              survey.header().tool(),
              survey.header().serverVersion(),
              survey.rows()));
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST, "Writing " + path + " failed: " + e, e);
    }
  }

  private DumpResult write(
      DatabaseTarget target, Databases.Reached reached, OutputStream out, Attempt attempt)
      throws IOException {
    return switch (target.engine()) {
      case MYSQL ->
          translated(() ->
              MySqlDump.write(
                  reached.address(),
                  out,
                  rows -> {
                    attempt.throwIfCancelled();
                    attempt.report(new Progress("dumping", rows, 0, "rows"));
                  }));
      case POSTGRESQL -> {
        PodRef pod =
            reached
                .route()
                .pod()
                .orElseThrow(() ->
                    StageProblem.permanent(
                        ProblemCode.TARGET_UNSUITABLE,
                        "A PostgreSQL server outside the cluster cannot be dumped yet"));
        Instant captured = Instant.now();
        PodDump.write(databases.cluster(attempt), pod, target.database(), out, attempt);
        yield new DumpResult(captured, "pg_dump", "", Map.of());
      }
    };
  }

  /** A dump that cannot be read to its trailer is no copy. */
  private DumpSurvey readBack(DumpDatabase spec, SafetySet safety, String path, Attempt attempt) {
    return translated(() ->
        databases
            .server(spec.target())
            .survey(
                () -> {
                  InputStream in = safety.store().open(safety.name(), path, 0);
                  return DumpStream.decompress(in, 0, () -> 0, () -> {});
                },
                stream -> attempt.throwIfCancelled()));
  }
}
