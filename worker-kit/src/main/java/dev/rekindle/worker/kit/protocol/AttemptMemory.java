package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.message.StageReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker remembers of attempts that do not run: how they ended, and cancels that came before
 * their attempt. Bounded; not thread-safe.
 */
final class AttemptMemory {

  private static final int KEPT = 4096;

  private final Map<AttemptId, StageReport> finals = bounded();
  private final Map<AttemptId, StageReport> refusals = bounded();
  private final Map<AttemptId, String> cancels = bounded();

  void ended(AttemptId id, StageReport last) {
    finals.put(id, last);
    refusals.remove(id);
  }

  Optional<StageReport> lastOf(AttemptId id) {
    return Optional.ofNullable(finals.get(id));
  }

  /** A refused attempt may be offered again; only its numbering goes on. */
  void refused(AttemptId id, StageReport refusal) {
    refusals.put(id, refusal);
  }

  long sequenceOf(AttemptId id) {
    StageReport refusal = refusals.get(id);
    return refusal == null ? 0 : refusal.sequence();
  }

  void cancelled(AttemptId id, String reason) {
    cancels.put(id, reason);
  }

  Optional<String> cancelOf(AttemptId id) {
    return Optional.ofNullable(cancels.get(id));
  }

  private static <V> Map<AttemptId, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<AttemptId, V> eldest) {
        return size() > KEPT;
      }
    };
  }
}
