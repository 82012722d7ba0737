package dev.rekindle.worker.kit.stage;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import java.util.List;
import java.util.Map;

/** How a run ended. */
public sealed interface StageOutcome {

  /**
   * The work is done and proven.
   *
   * @param outputs named flat maps that later stages may take as inputs; no secrets
   */
  record Done(Map<String, Map<String, String>> outputs, List<Evidence> evidence)
      implements StageOutcome {
    public Done {
      outputs = Map.copyOf(outputs);
      evidence = List.copyOf(evidence);
    }
  }

  /** Failed; another attempt may succeed without anybody doing anything. */
  record TryAgain(ProblemCode code, String detail) implements StageOutcome {}

  /** Failed; another attempt would fail the same way until a person changed something. */
  record GiveUp(ProblemCode code, String detail) implements StageOutcome {}

  /**
   * The target has seen a higher fence token.
   *
   * @param seen that token
   */
  record Superseded(long seen) implements StageOutcome {}

  /**
   * Ended because it was told to.
   *
   * @param resumable whether a later attempt can go on from here
   */
  record Cancelled(boolean resumable) implements StageOutcome {}

  /** Done, without outputs. */
  static Done done(Evidence... evidence) {
    return new Done(Map.of(), List.of(evidence));
  }

  /** Done, without outputs. */
  static Done done(List<Evidence> evidence) {
    return new Done(Map.of(), evidence);
  }

  /** Done, with outputs. */
  static Done done(Map<String, Map<String, String>> outputs, List<Evidence> evidence) {
    return new Done(outputs, evidence);
  }
}
