package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.message.CaptureTime;
import dev.rekindle.contract.message.Finding;
import java.time.Instant;
import java.util.List;

/**
 * What the check of a stage saw.
 *
 * @param at when the answer was journaled
 */
public record CheckAnswer(Instant at, List<Finding> findings, List<CaptureTime> captures) {

  public CheckAnswer {
    findings = List.copyOf(findings);
    captures = List.copyOf(captures);
  }
}
