package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How facts about one stage change it. No decisions are made here. */
final class StageEvolution {

  /** Late reports that prove that the attempt had begun to work. */
  private static final Set<String> SIGNS_OF_WORK =
      Set.of("AttemptAdmitted", "AttemptProgressed", "AttemptSucceeded", "AttemptFailed");

  private StageEvolution() {}

  static RestoreState apply(RestoreState state, RestoreFact.OfStage fact) {
    StageState stage = state.stage(fact.stage());
    RestoreState counted =
        switch (fact) {
          case RestoreFact.CheckDispatched sent -> state.dispatched(sent.attempt().fence(), false);
          case RestoreFact.StageDispatched sent -> state.dispatched(sent.attempt().fence(), true);
          case RestoreFact.OfStage _ -> state;
        };
    return counted.with(fact.stage(), next(state, stage, fact));
  }

  private static StageState next(RestoreState state, StageState stage, RestoreFact.OfStage fact) {
    return switch (fact) {
      case RestoreFact.OfAttempt attempt -> next(state, stage, attempt);
      case RestoreFact.StageSkipped skipped ->
          closed(stage, StageStatus.SKIPPED).outputs(skipped.outputs()).problem("");
      case RestoreFact.EndStageSkipped skipped ->
          closed(stage, StageStatus.SKIPPED)
              .problem(skipped.unfinished().isEmpty() ? "" : skipped.held());
      case RestoreFact.StageCancelled _ -> closed(stage, StageStatus.CANCELLED);
    };
  }

  private static StageState next(RestoreState state, StageState stage, RestoreFact.OfAttempt fact) {
    Duration silence = state.timing().silence();
    return switch (fact) {
      case RestoreFact.CheckDispatched f ->
          sent(stage, f.attempt(), LiveAttempt.check(f.attempt(), f.at(), f.answerBy()));
      case RestoreFact.CheckAnswered f -> answered(stage, f);
      case RestoreFact.StageDispatched f ->
          sent(
                  stage,
                  f.attempt(),
                  LiveAttempt.execution(f.attempt(), f.at(), f.answerBy(), f.deadline()))
              .status(StageStatus.DISPATCHED);
      case RestoreFact.AttemptAdmitted f -> admitted(stage, f);
      case RestoreFact.LeaseRenewed f ->
          stage.current(live(stage).heard(f.at(), f.sequence(), f.leaseUntil()));
      case RestoreFact.StageSucceeded f -> succeeded(stage, f);
      case RestoreFact.AttemptFailed f -> failed(stage, f);
      case RestoreFact.AttemptLost f ->
          gone(stage, f.attempt(), f.at(), silence, f.retryAt(), "No sign of life from its worker")
              .tally(stage.tally().lost());
      case RestoreFact.AttemptUnanswered f ->
          gone(stage, f.attempt(), f.at(), silence, f.retryAt(), "No worker answered")
              .tally(stage.tally().unheard());
      case RestoreFact.AttemptRefused f -> refused(stage, f);
      case RestoreFact.AttemptCancelRequested _ -> stage.current(live(stage).cancelling());
      case RestoreFact.AttemptCancelled _ -> free(stage, null).status(StageStatus.WAITING);
      case RestoreFact.LateReportNoted f -> late(stage, f, silence);
    };
  }

  private static StageState answered(StageState stage, RestoreFact.CheckAnswered fact) {
    return free(stage, null)
        .check(new CheckAnswer(fact.at(), fact.findings(), fact.captures()))
        .tally(stage.tally().afresh());
  }

  private static StageState admitted(StageState stage, RestoreFact.AttemptAdmitted fact) {
    return stage
        .current(live(stage).admitted(fact.worker(), fact.at(), fact.sequence(), fact.leaseUntil()))
        .status(StageStatus.RUNNING)
        .begin()
        .tally(stage.tally().heard());
  }

  /** A success proves that the target has seen its token, so older attempts can do no harm. */
  private static StageState succeeded(StageState stage, RestoreFact.StageSucceeded fact) {
    return closed(stage, StageStatus.SUCCEEDED)
        .finish()
        .outputs(fact.outputs())
        .problem("")
        .former(stage.former().stream().map(FormerAttempt::fenced).toList())
        .tally(stage.tally().afresh());
  }

  private static StageState sent(StageState stage, AttemptRef ref, LiveAttempt attempt) {
    return stage.current(attempt).notBefore(null).tally(stage.tally().dispatched(ref.number()));
  }

  private static StageState failed(StageState stage, RestoreFact.AttemptFailed fact) {
    boolean check = live(stage).check();
    StageState next = free(stage, fact.retryAt()).tally(stage.tally().failed());
    return check ? next : outcome(next, fact.retryAt(), fact.code() + ": " + fact.detail()).begin();
  }

  private static StageState refused(StageState stage, RestoreFact.AttemptRefused fact) {
    boolean check = live(stage).check();
    boolean answered = fact.code() == RefusalCode.BUSY || fact.code() == RefusalCode.STOPPING;
    StageState next =
        free(stage, fact.retryAt())
            .tally(answered ? stage.tally().heard() : stage.tally().unheard());
    return check
        ? next
        : outcome(next, fact.retryAt(), "Refused, " + fact.code() + ": " + fact.detail());
  }

  /** Gives the attempt up. Of a check nothing is remembered: it changes nothing. */
  private static StageState gone(
      StageState stage,
      AttemptRef ref,
      Instant at,
      Duration silence,
      @Nullable Instant retryAt,
      String problem) {
    LiveAttempt attempt = live(stage);
    StageState next = free(stage, retryAt);
    return attempt.check()
        ? next
        : outcome(next, retryAt, problem)
            .givenUp(new FormerAttempt(ref, attempt.lastSequence(), at, at.plus(silence), false));
  }

  private static StageState late(
      StageState stage, RestoreFact.LateReportNoted fact, Duration silence) {
    List<FormerAttempt> former =
        stage.former().stream()
            .map(old ->
                old.ref().equals(fact.attempt())
                    ? old.heard(fact.at(), fact.sequence(), fact.at().plus(silence), fact.ended())
                    : old)
            .toList();
    boolean whole = stage.status() == StageStatus.SUCCEEDED;
    StageState noted = stage.former(former);
    return !whole && SIGNS_OF_WORK.contains(fact.report()) ? noted.begin() : noted;
  }

  private static StageState outcome(StageState stage, @Nullable Instant retryAt, String problem) {
    return retryAt == null
        ? stage.status(StageStatus.FAILED).problem(problem)
        : stage.status(StageStatus.WAITING).problem("");
  }

  private static StageState free(StageState stage, @Nullable Instant notBefore) {
    return stage.current(null).notBefore(notBefore);
  }

  private static StageState closed(StageState stage, StageStatus status) {
    return free(stage, null).status(status);
  }

  private static LiveAttempt live(StageState stage) {
    return Objects.requireNonNull(stage.current(), "a fact about an attempt that is not there");
  }
}
