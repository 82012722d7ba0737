package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.CaptureTime;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.RefusalCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in the past tense, as journaled. Only facts change the state. {@code at} is the
 * journal's clock.
 */
public sealed interface RestoreFact permits RestoreFact.OfRestore, RestoreFact.OfStage {

  Instant at();

  /** About the restore as a whole. */
  sealed interface OfRestore extends RestoreFact {}

  /** About how it ends. */
  sealed interface OfEnd extends OfRestore {}

  /** About one stage. */
  sealed interface OfStage extends RestoreFact {
    StageId stage();
  }

  /** About one attempt. */
  sealed interface OfAttempt extends OfStage {
    AttemptRef attempt();

    @Override
    default StageId stage() {
      return attempt().stage();
    }
  }

  // ---- the restore

  record RestoreStarted(Instant at, RestoreId restore, RestoreOrder order) implements OfRestore {}

  /**
   * A check saw that another of the plans that were pinned at the start fits what is there. Nothing
   * was changed yet; the checks of that plan begin, and no other is chosen after it.
   *
   * @param stage whose check saw it
   */
  record PlanChosen(Instant at, StageId stage, String plan) implements OfRestore {}

  /** The answers of these stages' checks count no more; they are asked again. */
  record ChecksExpired(Instant at, List<StageId> stages) implements OfRestore {
    public ChecksExpired {
      stages = List.copyOf(stages);
    }
  }

  record FindingWaived(Instant at, Signature by, Waiver waiver) implements OfRestore {}

  /**
   * People are asked to agree.
   *
   * @param digest of plan, backup set and findings; an approval must name it
   */
  record ApprovalRequested(Instant at, String digest, Instant nextReminder) implements OfRestore {}

  record ApprovalGiven(Instant at, Signature by, String digest) implements OfRestore {}

  /** Enough people agreed, or none was needed. */
  record RestoreApproved(Instant at, String digest) implements OfRestore {}

  /** Checks are fresh and approved: stages may run. */
  record ExecutionBegan(Instant at) implements OfRestore {}

  record HoldOrdered(Instant at, Signature by, boolean now) implements OfRestore {}

  record HoldLifted(Instant at, Signature by) implements OfRestore {}

  record BreakpointPassed(Instant at, Signature by, List<StageId> stages) implements OfRestore {
    public BreakpointPassed {
      stages = List.copyOf(stages);
    }
  }

  /**
   * Nothing new starts until a person acts.
   *
   * @param stages those it is about; empty for a person's hold
   * @param detail what and what to do, for people
   */
  record RestoreHeld(
      Instant at, HoldReason reason, List<StageId> stages, String detail, Instant nextReminder)
      implements OfRestore {
    public RestoreHeld {
      stages = List.copyOf(stages);
    }
  }

  /** People are told again that the restore waits for them. */
  record ReminderSent(Instant at, Instant nextReminder) implements OfRestore {}

  record RestoreResumed(Instant at) implements OfRestore {}

  /** A person wants it to end; {@code rejected} when the approval was denied. */
  record EndOrdered(Instant at, Signature by, Ending ending, boolean rejected)
      implements OfRestore {}

  /** These stages run again. */
  record StagesReset(Instant at, Signature by, List<StageId> stages) implements OfRestore {
    public StagesReset {
      stages = List.copyOf(stages);
    }
  }

  /** After a time in which reports may have been missed, every lease got its full length again. */
  record LeasesRestarted(Instant at, Instant from) implements OfRestore {}

  /** The stages at the end are through; what needs them begins. */
  record VerificationBegan(Instant at) implements OfRestore {}

  /**
   * Everything is proven; the end waits for the alerts to resolve.
   *
   * @param deadline when a person is asked whether it may end all the same
   */
  record CompletionAwaited(Instant at, Instant deadline) implements OfEnd {}

  /** Every alert that the restore belongs to is over. */
  record AlertsResolved(Instant at, Signature by) implements OfEnd {}

  /** Another outbreak belongs to the restore, after all before it were over. */
  record AlertFiredAgain(Instant at, Signature by) implements OfEnd {}

  /** A person lets it end although an alert fires. */
  record FiringAccepted(Instant at, Signature by) implements OfEnd {}

  record RestoreSucceeded(Instant at) implements OfEnd {}

  record RestoreFailed(Instant at, String reason) implements OfEnd {}

  record RestoreCancelled(Instant at, String reason) implements OfEnd {}

  // ---- checks

  /** A check was ordered; unanswered at {@code answerBy}, it is ordered again. */
  record CheckDispatched(Instant at, AttemptRef attempt, Instant answerBy) implements OfAttempt {}

  /** What a check saw, or, when it could not look, a blocking finding that says so. */
  record CheckAnswered(
      Instant at, AttemptRef attempt, List<Finding> findings, List<CaptureTime> captures)
      implements OfAttempt {
    public CheckAnswered {
      findings = List.copyOf(findings);
      captures = List.copyOf(captures);
    }
  }

  // ---- attempts, of checks and executions alike where it makes sense

  /**
   * An execution was ordered.
   *
   * @param answerBy when it must have been admitted or refused
   * @param deadline when it must have ended
   */
  record StageDispatched(Instant at, AttemptRef attempt, Instant answerBy, Instant deadline)
      implements OfAttempt {}

  record AttemptAdmitted(
      Instant at, AttemptRef attempt, long sequence, String worker, Instant leaseUntil)
      implements OfAttempt {}

  /** The attempt is alive; journaled at most once per half lease. */
  record LeaseRenewed(Instant at, AttemptRef attempt, long sequence, Instant leaseUntil)
      implements OfAttempt {}

  record StageSucceeded(
      Instant at,
      AttemptRef attempt,
      Map<String, Map<String, String>> outputs,
      List<Evidence> evidence)
      implements OfAttempt {
    public StageSucceeded {
      outputs = Map.copyOf(outputs);
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * The attempt ended without success, by its own word.
   *
   * @param retryAt when the next one may begin; null when there is none and the stage has failed
   */
  record AttemptFailed(
      Instant at, AttemptRef attempt, ProblemCode code, String detail, @Nullable Instant retryAt)
      implements OfAttempt {}

  /** The lease passed without a word. {@code retryAt} as of {@link AttemptFailed}. */
  record AttemptLost(Instant at, AttemptRef attempt, @Nullable Instant retryAt)
      implements OfAttempt {}

  /** Nobody answered the dispatch in time. {@code retryAt} as of {@link AttemptFailed}. */
  record AttemptUnanswered(Instant at, AttemptRef attempt, @Nullable Instant retryAt)
      implements OfAttempt {}

  /** A worker did not take it over. {@code retryAt} as of {@link AttemptFailed}. */
  record AttemptRefused(
      Instant at, AttemptRef attempt, RefusalCode code, String detail, @Nullable Instant retryAt)
      implements OfAttempt {}

  record AttemptCancelRequested(Instant at, AttemptRef attempt, String reason)
      implements OfAttempt {}

  /** The attempt ended on request, by its own word. */
  record AttemptCancelled(Instant at, AttemptRef attempt, boolean resumable) implements OfAttempt {}

  /**
   * An attempt that had been given up spoke again; nothing changes by it.
   *
   * @param report simple name of the report
   * @param ended whether it was its last word
   */
  record LateReportNoted(
      Instant at, AttemptRef attempt, long sequence, String report, boolean ended)
      implements OfAttempt {}

  // ---- stages

  record StageSkipped(
      Instant at, StageId stage, Signature by, Map<String, Map<String, String>> outputs)
      implements OfStage {
    public StageSkipped {
      outputs = Map.copyOf(outputs);
    }
  }

  /**
   * A stage at the end was left out, because what it would set free is not whole, or because there
   * was nothing to put back.
   *
   * @param unfinished stages that are missing for the data to be whole; empty when nothing was to
   *     be put back
   * @param held what stays as it is, for people
   * @param release the command that releases it; empty when nothing is held
   */
  record EndStageSkipped(
      Instant at, StageId stage, List<StageId> unfinished, String held, String release)
      implements OfStage {
    public EndStageSkipped {
      unfinished = List.copyOf(unfinished);
    }
  }

  record StageCancelled(Instant at, StageId stage) implements OfStage {}
}
