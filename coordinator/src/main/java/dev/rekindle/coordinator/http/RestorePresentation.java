package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.coordinator.backup.BackupSets;
import dev.rekindle.coordinator.forecast.Forecast;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.restore.CheckAnswer;
import dev.rekindle.coordinator.restore.Hold;
import dev.rekindle.coordinator.restore.LiveAttempt;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.restore.StageState;
import dev.rekindle.coordinator.restore.Wait;
import dev.rekindle.coordinator.view.StageProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the resource of a restore out of its state, its facts and its progress. */
final class RestorePresentation {

  private final RestoreState state;
  private final List<RestoreFact> facts;
  private final Map<StageId, StageProgress> progress;
  private final Map<StageId, StageTimeline> timelines;
  private final BackupSets backups;
  private final Forecast forecast;
  private final Instant now;

  RestorePresentation(
      RestoreState state,
      List<RestoreFact> facts,
      List<StageProgress> progress,
      BackupSets backups,
      Forecast forecast,
      Instant now) {
    this.state = state;
    this.facts = facts;
    this.progress =
        progress.stream().collect(Collectors.toMap(StageProgress::stage, Function.identity()));
    this.timelines = StageTimeline.of(facts);
    this.backups = backups;
    this.forecast = forecast;
    this.now = now;
  }

  RestoreResource resource() {
    RestoreOrder order = state.order();
    boolean ended = state.phase().terminal();
    return new RestoreResource(
        state.restore().toString(),
        order.target().application(),
        order.target().cluster(),
        order.target().namespace(),
        order.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        state.phase().name(),
        reason(),
        facts.size(),
        state.startedAt(),
        ended ? facts.getLast().at() : null,
        order.plan().objective().toString(),
        TimeSpent.recovery(state, facts, now),
        new TimeSpent(state, timelines, progress, forecast, now).forecast(),
        new RestoreResource.Plan(
            order.plan().name(), order.plan().version(), order.plan().digest()),
        new RestoreResource.Backup(order.backup().store(), order.backup().set()),
        person(order.requestedBy()),
        order.origin(),
        hold(),
        RestoreMachine.waits(state).stream().map(RestorePresentation::wait).toList(),
        approval(),
        findings(),
        held(),
        order.plan().stages().stream().map(this::stage).toList());
  }

  private String reason() {
    Hold hold = state.hold();
    if (hold != null) {
      return hold.detail();
    }
    return switch (facts.getLast()) {
      case RestoreFact.RestoreFailed failed -> failed.reason();
      case RestoreFact.RestoreCancelled cancelled -> cancelled.reason();
      default -> "";
    };
  }

  private RestoreResource.@Nullable Hold hold() {
    Hold hold = state.hold();
    return hold == null
        ? null
        : new RestoreResource.Hold(
            hold.reason().name(),
            hold.stages().stream().map(StageId::value).toList(),
            hold.detail(),
            hold.since(),
            hold.nextReminder());
  }

  private static RestoreResource.Wait wait(Wait wait) {
    StageId stage = wait.stage();
    return new RestoreResource.Wait(
        stage == null ? null : stage.value(), wait.reason(), wait.until());
  }

  private RestoreResource.Approval approval() {
    List<RestoreResource.Capture> captures = new Captures(state, backups, now).all();
    return new RestoreResource.Approval(
        state.approval().requested(),
        state.order().approval().persons(),
        state.approval().given().stream().map(RestorePresentation::person).toList(),
        Captures.skew(captures).map(Duration::toString).orElse(null),
        captures);
  }

  private List<RestoreResource.Finding> findings() {
    return state.stages().entrySet().stream()
        .flatMap(stage -> findings(stage.getKey(), stage.getValue().check()).stream())
        .sorted(Comparator.comparingInt(RestorePresentation::gravity))
        .toList();
  }

  private List<RestoreResource.Finding> findings(StageId stage, @Nullable CheckAnswer check) {
    return check == null
        ? List.of()
        : check.findings().stream()
            .map(finding ->
                new RestoreResource.Finding(
                    stage.value(),
                    finding.severity().name(),
                    finding.code().name(),
                    finding.subject(),
                    finding.message(),
                    finding.remedy(),
                    state.wishes().waivers().stream()
                        .anyMatch(waiver -> waiver.covers(stage, finding))))
            .toList();
  }

  private List<RestoreResource.Held> held() {
    Map<StageId, RestoreResource.Held> held = new LinkedHashMap<>();
    for (RestoreFact fact : facts) {
      if (fact instanceof RestoreFact.EndStageSkipped skipped && !skipped.unfinished().isEmpty()) {
        held.put(
            skipped.stage(),
            new RestoreResource.Held(
                skipped.stage().value(),
                skipped.unfinished().stream().map(StageId::value).toList(),
                skipped.held(),
                skipped.release()));
      } else if (fact instanceof RestoreFact.StagesReset reset) {
        held.keySet().removeAll(reset.stages());
      }
    }
    return List.copyOf(held.values());
  }

  private static int gravity(RestoreResource.Finding finding) {
    return switch (finding.severity()) {
      case "BLOCKER" -> 0;
      case "WARNING" -> 1;
      case "DEFERRED" -> 2;
      default -> 3;
    };
  }

  private RestoreResource.Stage stage(PlannedStage planned) {
    StageState stage = state.stage(planned.id());
    StageTimeline timeline = timelines.getOrDefault(planned.id(), StageTimeline.EMPTY);
    LiveAttempt current = stage.current();
    return new RestoreResource.Stage(
        planned.id().value(),
        StageKind.of(planned.spec()).wireName(),
        planned.needs().stream().map(StageId::value).toList(),
        state.statusOf(planned.id()).name(),
        planned.atEnd(),
        timeline.executions(),
        current == null || current.worker().isEmpty() ? null : current.worker(),
        timeline.startedAt(),
        timeline.endedAt(),
        took(timeline),
        text(forecast.stages().get(planned.id())),
        stage.notBefore(),
        stage.problem(),
        progress(planned.id()),
        timeline.evidence(),
        stage.outputs());
  }

  private static @Nullable String text(@Nullable Duration length) {
    return length == null ? null : length.toString();
  }

  private @Nullable String took(StageTimeline timeline) {
    Instant start = timeline.startedAt();
    return start == null
        ? null
        : Duration.between(start, Objects.requireNonNullElse(timeline.endedAt(), now)).toString();
  }

  private RestoreResource.@Nullable Progress progress(StageId id) {
    StageProgress latest = progress.get(id);
    return latest == null ? null : ProgressEvent.resource(latest);
  }

  private static RestoreResource.Person person(Signature signature) {
    return new RestoreResource.Person(signature.who(), signature.why());
  }
}
