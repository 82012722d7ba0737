package dev.rekindle.coordinator.evidence;

import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreOrder;

/**
 * What must be true of every history, judged from the facts alone and with a bookkeeping of its
 * own, so that a mistake of the core is not repeated here. The simulation asks it at every step,
 * and an exported journal is held to it.
 */
public final class HistoryRules {

  /** A rule that a history breaks, and the fact at which it does. */
  public static final class Broken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Broken(String rule, RestoreFact fact) {
      super(rule + "\n  at " + fact);
    }
  }

  private final HistoryBook book;
  private final RestoreRules ofRestore;
  private final StageRules ofStage;

  public HistoryRules(RestoreOrder order) {
    book = new HistoryBook(order);
    ofRestore = new RestoreRules(book);
    ofStage = new StageRules(book);
  }

  /** Judges the next fact; {@link Broken} when it must not be there. */
  public void take(RestoreFact fact) {
    HistoryBook.require(!book.over, "nothing happens after the end", fact);
    switch (fact) {
      case RestoreFact.OfRestore f -> ofRestore.take(f);
      case RestoreFact.OfStage f -> ofStage.take(f);
    }
  }
}
