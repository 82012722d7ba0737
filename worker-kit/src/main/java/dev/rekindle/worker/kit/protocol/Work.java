package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.util.List;
import java.util.function.Function;

/**
 * What an attempt does.
 *
 * @param executes whether it may change something; a check may not
 * @param task answers its final word; throws {@link AttemptEnded} when it was told to end, and
 *     nothing else
 */
record Work(StageKind kind, boolean executes, Function<LiveAttempt, Word> task) {

  private static final System.Logger LOG = System.getLogger(Work.class.getName());

  /**
   * The final word.
   *
   * @param name closed set of values for metrics
   */
  record Word(String name, Function<Reports, StageReport> report) {}

  static <S extends StageSpec> Work of(StageHandler<S> handler, S spec, boolean execute) {
    StageKind kind = StageKind.of(spec);
    return execute
        ? new Work(kind, true, attempt -> ended(outcomeOf(handler, spec, attempt), attempt))
        : new Work(kind, false, attempt -> checked(handler, spec, attempt));
  }

  private static <S extends StageSpec> Word checked(
      StageHandler<S> handler, S spec, LiveAttempt attempt) {
    try {
      return found(handler.check(spec, attempt));
    } catch (AttemptEnded e) {
      return ended(e.outcome(), attempt);
    } catch (StageProblem e) {
      return attempt.cancelled()
          ? ended(new StageOutcome.Cancelled(true), attempt)
          : found(new Findings(List.of(e.finding(StageKind.of(spec).wireName())), List.of()));
    } catch (RuntimeException | Error e) {
      if (attempt.cancelled()) {
        return ended(new StageOutcome.Cancelled(true), attempt);
      }
      logDefect(attempt, e);
      Finding finding =
          Finding.blocker(
              ProblemCode.UNEXPECTED,
              StageKind.of(spec).wireName(),
              e.toString(),
              "Report this as a defect");
      return found(new Findings(List.of(finding), List.of()));
    }
  }

  private static Word found(Findings findings) {
    return new Word(findings.blocked() ? "blocked" : "clear", reports -> reports.checked(findings));
  }

  private static <S extends StageSpec> StageOutcome outcomeOf(
      StageHandler<S> handler, S spec, LiveAttempt attempt) {
    try {
      return handler.run(spec, attempt);
    } catch (AttemptEnded e) {
      return e.outcome();
    } catch (StageProblem e) {
      return attempt.cancelled() ? new StageOutcome.Cancelled(true) : e.outcome();
    } catch (RuntimeException | Error e) {
      if (attempt.cancelled()) {
        return new StageOutcome.Cancelled(true);
      }
      logDefect(attempt, e);
      return new StageOutcome.TryAgain(ProblemCode.UNEXPECTED, e.toString());
    }
  }

  /** An attempt that was told to end reports why, unless it finished all the same. */
  static Word ended(StageOutcome outcome, LiveAttempt attempt) {
    StageOutcome word =
        switch (outcome) {
          case StageOutcome.Done done -> done;
          case StageOutcome.Superseded superseded -> superseded;
          case StageOutcome.Cancelled(var resumable) -> told(attempt, resumable, outcome);
          case StageOutcome.TryAgain _, StageOutcome.GiveUp _ -> told(attempt, true, outcome);
        };
    return new Word(nameOf(word), reports -> reports.ended(word));
  }

  private static StageOutcome told(LiveAttempt attempt, boolean resumable, StageOutcome otherwise) {
    return attempt.ending().map(ending -> because(ending, resumable, attempt)).orElse(otherwise);
  }

  private static StageOutcome because(Ending ending, boolean resumable, Attempt attempt) {
    return switch (ending) {
      case Ending.Cancelled _ -> new StageOutcome.Cancelled(resumable);
      case Ending.DeadlinePassed() ->
          new StageOutcome.TryAgain(
              ProblemCode.DEADLINE_EXCEEDED, "Not done by " + attempt.deadline());
      case Ending.Overtaken(var fence) -> new StageOutcome.Superseded(fence);
      case Ending.Stopping() ->
          new StageOutcome.TryAgain(
              ProblemCode.WORKER_SILENT, "The worker was stopped in the middle; go on from there");
    };
  }

  private static String nameOf(StageOutcome outcome) {
    return switch (outcome) {
      case StageOutcome.Done _ -> "done";
      case StageOutcome.TryAgain _ -> "try-again";
      case StageOutcome.GiveUp _ -> "give-up";
      case StageOutcome.Superseded _ -> "superseded";
      case StageOutcome.Cancelled _ -> "cancelled";
    };
  }

  private static void logDefect(Attempt attempt, Throwable e) {
    LOG.log(System.Logger.Level.ERROR, "Handler failed unexpectedly attempt=" + attempt.ref(), e);
  }
}
