package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;

/** The name of one finding that a person accepts. */
public record Waiver(StageId stage, ProblemCode code, String subject) {

  /** Whether this is that finding's name. */
  public boolean covers(StageId stage, Finding finding) {
    return this.stage.equals(stage) && code == finding.code() && subject.equals(finding.subject());
  }
}
