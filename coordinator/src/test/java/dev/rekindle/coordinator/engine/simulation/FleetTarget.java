package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stage changes: a database with fence, ledger and rows, of which each write is one
 * transaction; and a place for a command that runs as a job by name.
 */
final class FleetTarget {

  private record Row(RestoreId restore, int chunk) {}

  private final List<Row> rows = new ArrayList<>();
  private final Set<Integer> ledger = new HashSet<>();
  private final Map<RestoreId, Integer> jobs = new HashMap<>();
  private long fence;
  private @Nullable RestoreId owner;

  /**
   * One chunk, in the transaction that looks at the fence and writes the ledger.
   *
   * @return the token that was seen when that is a higher one; nothing was changed then
   */
  Optional<Long> write(AttemptRef attempt, int chunk) {
    if (attempt.fence() < fence) {
      return Optional.of(fence);
    }
    fence = attempt.fence();
    if (!attempt.restore().equals(owner)) {
      rows.clear();
      ledger.clear();
      owner = attempt.restore();
    }
    if (ledger.add(chunk)) {
      rows.add(new Row(attempt.restore(), chunk));
    }
    return Optional.empty();
  }

  /** Starts the command, unless it is there already: then it is adopted. */
  void job(AttemptRef attempt) {
    jobs.merge(attempt.restore(), 1, (was, _) -> was);
  }

  /** How often the command ran for a restore. */
  int jobs(RestoreId restore) {
    return jobs.getOrDefault(restore, 0);
  }

  /** What is wrong with it as the result of a restore; empty when it is exactly that. */
  String wrongAfter(RestoreId restore, int chunks) {
    Map<Row, Integer> counted = new HashMap<>();
    rows.forEach(row -> counted.merge(row, 1, Integer::sum));
    Map<Row, Integer> wanted = new HashMap<>();
    for (int chunk = 0; chunk < chunks; chunk++) {
      wanted.put(new Row(restore, chunk), 1);
    }
    return counted.equals(wanted) ? "" : "it holds " + counted + " instead of " + wanted;
  }
}
