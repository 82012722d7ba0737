package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import java.time.Instant;
import java.util.List;

/** That a restore is held, and since when. */
public record Hold(
    HoldReason reason, List<StageId> stages, String detail, Instant since, Instant nextReminder) {

  public Hold {
    stages = List.copyOf(stages);
  }

  Hold reminded(Instant next) {
    return new Hold(reason, stages, detail, since, next);
  }
}
