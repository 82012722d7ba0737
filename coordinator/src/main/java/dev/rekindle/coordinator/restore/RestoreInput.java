package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.StageReport;
import java.util.Map;

/** What can happen to a restore. */
public sealed interface RestoreInput {

  /** Begin. */
  record Start(RestoreId restore, RestoreOrder order) implements RestoreInput {}

  /** Take note of what a worker said; doubles and stragglers are harmless. */
  record ReportArrived(StageReport report) implements RestoreInput {}

  /** Look at the clock. */
  record Tick(ReportsRead reports) implements RestoreInput {}

  /** A wish of a person, who is named with the reason. */
  sealed interface Wish extends RestoreInput {
    Signature by();
  }

  /** Agree to what this digest stands for. */
  record Approve(Signature by, String digest) implements Wish {}

  /** End before anything was changed. */
  record Reject(Signature by) implements Wish {}

  /** End, if it did not begin to change anything and nobody agreed yet. */
  record Withdraw(Signature by) implements Wish {}

  /** All alerts that it belongs to are over. */
  record AlertsOver(Signature by) implements Wish {}

  /** Another alert belongs to it from now on. */
  record AlertFires(Signature by) implements Wish {}

  /** Start nothing new. {@code now}: also cancel what runs, in a state that can be resumed. */
  record Hold(Signature by, boolean now) implements Wish {}

  /** Go on after a hold or a breakpoint; after blocking findings, check again. */
  record Resume(Signature by) implements Wish {}

  /** End; stages at the end still run. A second one gives up a stage at the end that failed. */
  record Cancel(Signature by) implements Wish {}

  /** Like cancel, but the restore counts as failed. */
  record Fail(Signature by) implements Wish {}

  /** Run a stage again; of one that had succeeded also all that need it. */
  record RetryStage(Signature by, StageId stage) implements Wish {}

  /**
   * Go on as if the stage had succeeded.
   *
   * @param outputs what later stages read of it: values by output name
   */
  record SkipStage(Signature by, StageId stage, Map<String, Map<String, String>> outputs)
      implements Wish {
    public SkipStage {
      outputs = Map.copyOf(outputs);
    }
  }

  /** Accept a blocking finding. */
  record WaiveFinding(Signature by, Waiver waiver) implements Wish {}
}
