package dev.rekindle.coordinator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.plan.StageOutput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

/** Tells a restore step by step and looks at the facts that come of the last step. */
final class Scenario {

  static final StageSpec SPEC = new StageSpec.FenceApplication("l", null);
  static final Signature ANN = new Signature("ann", "why");
  static final Signature BOB = new Signature("bob", "why");

  final RestoreId id = new RestoreId(new UUID(1, 1));
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  RestoreState state;
  List<RestoreFact> facts = List.of();
  Refusal refusal;
  ReportsRead reading;
  ApprovalPolicy policy = ApprovalPolicy.NONE;
  RestoreMode mode = RestoreMode.RESTORE;
  List<StageId> pauseBefore = List.of();
  String planName = "p";
  Map<String, String> parameters = Map.of();
  List<Alternative> alternatives = List.of();
  Duration resolveWithin;
  private long fence;
  private long sequence;

  static StageId id(String id) {
    return new StageId(id);
  }

  static PlannedStage stage(String id, String... needs) {
    return PlannedStage.of(id(id), SPEC, Arrays.stream(needs).map(StageId::new).toList());
  }

  static PlannedStage guard(String id, String... needs) {
    PlannedStage s = stage(id, needs);
    return new PlannedStage(
        s.id(),
        SPEC,
        s.needs(),
        Map.of(),
        3,
        s.timeout(),
        s.checkTimeout(),
        false,
        List.of(),
        true);
  }

  static PlannedStage reading(PlannedStage s, String from) {
    return new PlannedStage(
        s.id(),
        SPEC,
        s.needs(),
        Map.of("in", new StageOutput(id(from), "out")),
        s.attempts(),
        s.timeout(),
        s.checkTimeout(),
        s.atEnd(),
        s.unlessUnfinished(),
        s.guard());
  }

  Scenario start(PlannedStage... stages) {
    RestorePlan plan = new RestorePlan(planName, "1", "d", Duration.ofHours(1), List.of(stages));
    return input(
        new RestoreInput.Start(
            id,
            new RestoreOrder(
                mode,
                new RestoreTarget("shop", "east", "shop"),
                plan,
                "text",
                parameters,
                new BackupPin("store", "set", Map.of()),
                policy,
                Timing.DEFAULT,
                pauseBefore,
                List.of(),
                ANN,
                "person",
                alternatives,
                resolveWithin)));
  }

  /** Started, and every check answered well. */
  Scenario running(PlannedStage... stages) {
    start(stages);
    for (PlannedStage stage : stages) {
      checked(stage.id().value());
    }
    return this;
  }

  Scenario input(RestoreInput input) {
    List<Long> tokens = LongStream.rangeClosed(fence + 1, fence + 50).boxed().toList();
    fence += 50;
    refusal = null;
    facts = List.of();
    switch (RestoreMachine.decide(state, input, now, tokens)) {
      case Decision.Refused refused -> refusal = refused.refusal();
      case Decision.Accepted accepted -> {
        facts = accepted.facts();
        state = RestoreMachine.evolve(state, facts);
      }
    }
    return this;
  }

  Scenario checked(String stage, Finding... findings) {
    return report(
        new StageReport.CheckReported(
            current(stage), ++sequence, now, "w", List.of(findings), List.of()));
  }

  Scenario admitted(String stage) {
    return report(new StageReport.AttemptAdmitted(current(stage), ++sequence, now, "w"));
  }

  Scenario progressed(String stage) {
    return report(
        new StageReport.AttemptProgressed(
            current(stage), ++sequence, now, "w", new Progress("s", 1, 2, "rows")));
  }

  Scenario succeeded(String... stages) {
    for (String stage : stages) {
      report(succeeded(current(stage)));
    }
    return this;
  }

  StageReport succeeded(AttemptRef attempt) {
    return new StageReport.AttemptSucceeded(
        attempt,
        ++sequence,
        now,
        "w",
        Map.of("out", Map.of("k", "v"), "originals", Map.of("k", "v")),
        List.of());
  }

  Scenario failed(String stage, boolean retryable) {
    return report(
        new StageReport.AttemptFailed(
            current(stage), ++sequence, now, "w", ProblemCode.DATA_REFUSED, retryable, "d"));
  }

  Scenario cancelled(String stage) {
    return report(new StageReport.AttemptCancelled(current(stage), ++sequence, now, "w", true));
  }

  Scenario report(StageReport report) {
    return input(new RestoreInput.ReportArrived(report));
  }

  Scenario after(Duration time) {
    now = now.plus(time);
    return input(
        new RestoreInput.Tick(reading == null ? ReportsRead.everythingUpTo(now) : reading));
  }

  AttemptRef current(String stage) {
    LiveAttempt current = state.stage(id(stage)).current();
    assertThat(current).as("an attempt of " + stage).isNotNull();
    return current.ref();
  }

  /** Simple names of the facts of the last step. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    facts.forEach(fact -> names.add(fact.getClass().getSimpleName()));
    return names;
  }
}
