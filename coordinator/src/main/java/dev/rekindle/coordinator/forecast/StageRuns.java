package dev.rekindle.coordinator.forecast;

import java.time.Instant;
import java.util.List;

/** How long stages took, as the journal tells. */
public interface StageRuns {

  /**
   * Those of restores that succeeded, the newest restores first.
   *
   * @param plan name of the plan
   * @param before only restores that ended before
   * @param restores how many of them at most
   */
  List<StageRun> of(String plan, Instant before, int restores);
}
