package dev.rekindle.coordinator.view;

import dev.rekindle.contract.attempt.RestoreId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Restores as lists show them. */
public interface RestoreViews {

  /** The newest first. */
  List<Summary> list(Filter filter);

  /** One of them. */
  Optional<Summary> find(RestoreId restore);

  /** Journaled facts after a number, in order, as they were written. */
  List<Entry> journal(RestoreId restore, long afterSeq, int limit);

  /**
   * What people decided and how restores ended, of all restores, the newest first.
   *
   * @param after the last decision already seen; null for the newest
   */
  List<Decision> decisions(@Nullable Place after, int limit);

  /**
   * Which restores are listed; null filters nothing.
   *
   * @param state name of a phase
   * @param limit how many at most
   */
  record Filter(
      @Nullable String application, @Nullable String cluster, @Nullable String state, int limit) {}

  /** One line of a list. */
  record Summary(
      RestoreId id,
      String application,
      String cluster,
      String namespace,
      String plan,
      String store,
      String backupSet,
      String mode,
      String state,
      String requestedBy,
      String reason,
      Instant startedAt,
      @Nullable Instant endedAt,
      long seq) {}

  /**
   * One journaled fact.
   *
   * @param body JSON, byte for byte
   * @param chain the link that binds it to all before it
   */
  record Entry(long seq, Instant recordedAt, String type, String body, String chain) {}

  /** Where a fact stands among those of all restores. */
  record Place(Instant recordedAt, long seq, RestoreId restore) {}

  /** A journaled decision, or the end of a restore. */
  record Decision(RestoreId restore, String application, String cluster, String mode, Entry entry) {

    public Place place() {
      return new Place(entry.recordedAt(), entry.seq(), restore);
    }
  }
}
