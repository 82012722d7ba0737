package dev.rekindle.coordinator.peer;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.ReportsRead;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.RestoreTarget;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.restore.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** A restore of some stages side by side, with leases of a second, and what workers say to it. */
final class OpenRestore {

  static final Duration LEASE = Duration.ofSeconds(1);

  private static final Timing SHORT =
      new Timing(
          LEASE,
          LEASE,
          10,
          20,
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofMinutes(15),
          Duration.ofMinutes(15),
          Duration.ofSeconds(2));

  final RestoreId id = new RestoreId(UUID.randomUUID());
  final List<StageId> stages;
  private final int approvers;

  OpenRestore(int stages) {
    this(stages, 0);
  }

  OpenRestore(int stages, int approvers) {
    this.stages = IntStream.range(0, stages).mapToObj(n -> new StageId("s" + n)).toList();
    this.approvers = approvers;
  }

  /** Started; its checks are on their way. */
  OpenRestore started(RestoreEngine engine) {
    List<PlannedStage> planned =
        stages.stream()
            .map(stage ->
                new PlannedStage(
                    stage,
                    new StageSpec.FenceApplication("lease", null),
                    List.of(),
                    Map.of(),
                    3,
                    Duration.ofMinutes(5),
                    LEASE,
                    false,
                    List.of(),
                    false))
            .toList();
    Answer _ =
        engine.handle(
            id,
            new RestoreInput.Start(
                id,
                new RestoreOrder(
                    RestoreMode.RESTORE,
                    new RestoreTarget("app-" + id, "east", "shop"),
                    new RestorePlan("p", "1", "d", Duration.ofHours(1), planned),
                    "text",
                    Map.of(),
                    new BackupPin("store", "set", Map.of()),
                    new ApprovalPolicy(approvers, false),
                    SHORT,
                    List.of(),
                    List.of(),
                    new Signature("ann", "outage"),
                    "person")));
    return this;
  }

  /** Its checks are answered, so that all stages are dispatched unless somebody must approve. */
  OpenRestore checked(RestoreEngine engine) {
    started(engine);
    for (StageId stage : stages) {
      AttemptRef check = attempt(engine, stage);
      report(
          engine,
          new StageReport.CheckReported(check, 1, Instant.now(), "w", List.of(), List.of()));
    }
    return this;
  }

  /** All stages run. */
  OpenRestore running(RestoreEngine engine) {
    checked(engine);
    for (StageId stage : stages) {
      report(
          engine, new StageReport.AttemptAdmitted(attempt(engine, stage), 1, Instant.now(), "w"));
    }
    return this;
  }

  RestoreState state(RestoreEngine engine) {
    return engine.find(id).orElseThrow().state();
  }

  AttemptRef attempt(RestoreEngine engine, StageId stage) {
    return state(engine).stage(stage).current().ref();
  }

  StageReport succeeded(AttemptRef attempt) {
    return new StageReport.AttemptSucceeded(attempt, 9, Instant.now(), "w", Map.of(), List.of());
  }

  Answer report(RestoreEngine engine, StageReport report) {
    String identity = report.attempt() + "/" + report.sequence();
    return engine
        .handle(
            id,
            List.of(new RestoreEngine.Arrival(new RestoreInput.ReportArrived(report), identity)))
        .getFirst();
  }

  /** A look at the clock by whoever has read all reports since then. */
  Answer tick(RestoreEngine engine, Instant since, Instant now) {
    return engine.handle(id, new RestoreInput.Tick(new ReportsRead(since, now)));
  }
}
