package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.engine.Append;
import dev.rekindle.coordinator.engine.AppendOutcome;
import dev.rekindle.coordinator.engine.InMemoryRestoreJournal;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.restore.RestoreFact;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one journal as one of several coordinators meets it: others append between its look and its
 * own append, and it may die before and after anything.
 */
final class FleetJournal implements RestoreJournal {

  /** The coordinator dies here. */
  static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final InMemoryRestoreJournal journal;
  private final Agenda agenda;
  private final Consumer<RestoreId> others;
  private final Consumer<Append> appended;
  private boolean interrupted;

  /**
   * A view of the journal.
   *
   * @param others lets another coordinator do something about a restore
   * @param appended is told of what was committed
   */
  FleetJournal(
      InMemoryRestoreJournal journal,
      Agenda agenda,
      Consumer<RestoreId> others,
      Consumer<Append> appended) {
    this.journal = journal;
    this.agenda = agenda;
    this.others = others;
    this.appended = appended;
  }

  @Override
  public <T extends @Nullable Object> T together(Supplier<T> work) {
    return journal.together(work);
  }

  @Override
  public boolean consumed(String message) {
    return journal.consumed(message);
  }

  @Override
  public Instant now() {
    return journal.now();
  }

  @Override
  public List<RestoreFact> read(RestoreId restore, long afterSeq) {
    mayDie();
    return journal.read(restore, afterSeq);
  }

  @Override
  public AppendOutcome append(Append append) {
    mayDie();
    if (!interrupted && agenda.fault(Hazard.RACING_COORDINATORS, 15)) {
      interrupted = true;
      others.accept(append.restore());
      interrupted = false;
    }
    AppendOutcome outcome = journal.append(append);
    if (outcome instanceof AppendOutcome.Appended) {
      appended.accept(append);
    }
    mayDie();
    return outcome;
  }

  @Override
  public List<RestoreId> due(Instant time, int limit) {
    return journal.due(time, limit);
  }

  private void mayDie() {
    if (agenda.fault(Hazard.DYING_COORDINATORS, 150)) {
      throw new Death();
    }
  }
}
