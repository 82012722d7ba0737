package dev.rekindle.coordinator.view;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.message.StageReport;
import java.time.Instant;
import java.util.List;

/** Progress of running attempts. Kept beside the journal, never in it. */
public interface ProgressBoard {

  /** Notes how far an attempt is; older news changes nothing. */
  void note(StageReport.AttemptProgressed report);

  /** The latest of every stage that ever spoke. */
  List<StageProgress> of(RestoreId restore);

  /**
   * Forgets progress of restores that ended before that time.
   *
   * @return how many rows, {@code atMost} when there may be more
   */
  int forget(Instant endedBefore, int atMost);
}
