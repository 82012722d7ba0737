package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.DumpOwners;
import dev.rekindle.contract.stage.StageSpec.ImportDatabase;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.target.ImportOrder;
import dev.rekindle.worker.db.importer.target.ImportOrder.Clean;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.ImportResult;
import dev.rekindle.worker.db.importer.target.ImportWatch;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.Uninterrupted;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Replaces the content of a database by a dump. */
@ApplicationScoped
class ImportHandler implements StageHandler<ImportDatabase> {

  private final Databases databases;

  ImportHandler(Databases databases) {
    this.databases = databases;
  }

  @Override
  public Class<ImportDatabase> spec() {
    return ImportDatabase.class;
  }

  @Override
  public Findings check(ImportDatabase spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    AtomicReference<@Nullable DumpSurvey> seen = new AtomicReference<>();
    findings.trying(
        "artefact " + spec.artifact(),
        () -> {
          DumpSurvey survey =
              translated(() ->
                  databases
                      .server(spec.target())
                      .survey(
                          databases.dump(spec.target(), spec.artifact(), spec.source(), attempt),
                          stream -> watch(attempt, "verifying the dump", stream)));
          seen.set(survey);
          findings.info(
              "artefact " + spec.artifact(),
              "%s of server %s: %d tables, %d rows"
                  .formatted(
                      survey.header().tool(),
                      survey.header().serverVersion(),
                      survey.rows().size(),
                      survey.totalRows()));
          if (!survey.wholeTables().isEmpty()) {
            findings.info(
                "artefact " + spec.artifact(),
                "Tables whose engine cannot roll back are loaded as wholes, each anew after an interruption: "
                    + new TreeMap<>(survey.wholeTables()));
          }
          capture(spec, attempt, survey, findings);
        });
    new TargetCheck(databases, spec.target(), attempt, findings).importable(spec, seen.get());
    SettingsCheck.durable(databases, spec.target(), attempt, findings);
    return findings.build();
  }

  private void capture(
      ImportDatabase spec, Attempt attempt, DumpSurvey survey, Findings.Builder findings) {
    Instant completed = survey.completedAt();
    if (completed != null) {
      findings.capture(spec.artifact(), completed, "dump trailer, read as UTC");
      return;
    }
    databases
        .stores()
        .backup(attempt.context())
        .entry(spec.artifact())
        .map(BackupArtifact::capturedAt)
        .ifPresent(at -> findings.capture(spec.artifact(), at, "manifest"));
  }

  @Override
  public StageOutcome run(ImportDatabase spec, Attempt attempt) {
    try (Databases.Reached reached = databases.reach(spec.target(), attempt)) {
      ImportOrder order =
          new ImportOrder(
              reached.address(),
              Databases.claim(spec.target(), attempt.ref()),
              databases.dump(spec.target(), spec.artifact(), spec.source(), attempt),
              databases.sha256(spec.artifact(), attempt),
              spec.truncate(),
              keepsOwners(spec) ? Owners.AS_DUMPED : Owners.IMPORTER,
              ImportOrder.CHUNK_BYTES,
              0,
              clean(spec));
      try {
        ImportResult result = translated(() -> reached.server().load(order, watching(attempt)));
        reached.route().confirm();
        return StageOutcome.done(
            Map.of("target", Map.of("podUid", reached.podUid())), evidence(spec, result));
      } finally {
        if (attempt.cancelled()) {
          Uninterrupted.within(Duration.ofSeconds(5), () -> reached.server().release(order));
        }
      }
    }
  }

  private static Clean clean(ImportDatabase spec) {
    return switch (spec.clean()) {
      case REFUSE -> Clean.REFUSE;
      case BESIDE -> Clean.BESIDE;
      case REPLACE -> Clean.REPLACE;
      case null -> Clean.REPLACE;
    };
  }

  private static boolean keepsOwners(ImportDatabase spec) {
    return spec.owners() != DumpOwners.IMPORTER;
  }

  private static ImportWatch watching(Attempt attempt) {
    return (step, stream) -> watch(attempt, step, stream);
  }

  private static void watch(Attempt attempt, String step, DumpStream stream) {
    attempt.throwIfCancelled();
    attempt.report(new Progress(step, stream.position(), stream.total(), "bytes"));
  }

  private static List<Evidence> evidence(ImportDatabase spec, ImportResult result) {
    String database = spec.target().database();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence("tables " + database, String.valueOf(result.rows().size())));
    evidence.add(
        new Evidence(
            "rows " + database,
            String.valueOf(result.rows().values().stream().mapToLong(Long::longValue).sum())));
    new TreeMap<>(result.programs())
        .forEach((kind, count) ->
            evidence.add(new Evidence(kind + " count " + database, String.valueOf(count))));
    evidence.add(new Evidence("digest " + database, result.fingerprint()));
    evidence.add(new Evidence("resumed " + database, String.valueOf(result.resumed())));
    result.notes().stream()
        .limit(50)
        .forEach(note -> evidence.add(new Evidence("note " + database, note)));
    return evidence;
  }
}
