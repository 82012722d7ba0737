package dev.rekindle.coordinator.engine;

import java.time.Instant;

class InMemoryRestoreJournalTest extends RestoreJournalContract {

  private final InMemoryRestoreJournal journal = new InMemoryRestoreJournal(() -> Instant.EPOCH);

  @Override
  protected RestoreJournal journal() {
    return journal;
  }
}
