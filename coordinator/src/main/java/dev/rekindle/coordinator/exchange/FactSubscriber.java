package dev.rekindle.coordinator.exchange;

import dev.rekindle.contract.attempt.RestoreId;
import java.time.Instant;

/**
 * Hears of every fact of every restore, some time after it was journaled, at least once, those of
 * one restore in order. What it does may take its time and may fail: no restore waits for it.
 */
public interface FactSubscriber {

  /** Names the place up to which this one has heard; one that heard nothing yet begins now. */
  String group();

  /** Hears of one. */
  Heard hear(Told told);

  /**
   * A fact as it was told.
   *
   * @param body JSON as in the journal
   */
  record Told(RestoreId restore, long seq, String type, Instant at, String body) {}

  /** What came of it. */
  enum Heard {
    /** Never again. */
    DONE,
    /** Tell it again in a while, and nothing else of this restore before. */
    LATER
  }
}
