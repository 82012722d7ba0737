package dev.rekindle.worker.db.dump;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a whole dump holds.
 *
 * @param completedAt by its trailer; null when it has no date
 * @param rows by table as the dump names it; tables without rows are in it with 0
 * @param programs how many triggers, routines, events and views by kind ({@code TRIGGER}, {@code
 *     PROCEDURE}, {@code FUNCTION}, {@code EVENT}, {@code VIEW}); only for MySQL
 * @param oddTables tables with an engine that has no transactions, by name
 * @param obstacles statements that this version cannot import, with their places
 */
public record DumpSurvey(
    DumpHeader header,
    @Nullable Instant completedAt,
    Map<String, Long> rows,
    Map<String, Long> programs,
    Map<String, String> oddTables,
    Set<String> obstacles) {

  /** All rows. */
  public long totalRows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Collects a survey piece by piece. */
  public static final class Builder {

    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final Map<String, Long> programs = new TreeMap<>();
    private final Map<String, String> oddTables = new TreeMap<>();
    private final Set<String> obstacles = new TreeSet<>();

    public Builder table(String name) {
      rows.putIfAbsent(name, 0L);
      return this;
    }

    public Builder withoutTable(String name) {
      rows.remove(name);
      return this;
    }

    public Builder rows(String table, long count) {
      rows.merge(table, count, Long::sum);
      return this;
    }

    public Builder program(String kind) {
      programs.merge(kind, 1L, Long::sum);
      return this;
    }

    public Builder oddTable(String table, String engine) {
      oddTables.put(table, engine);
      return this;
    }

    public Builder obstacle(String what) {
      if (obstacles.size() < 20) {
        obstacles.add(what);
      }
      return this;
    }

    public DumpSurvey build(DumpHeader header, @Nullable Instant completedAt) {
      return new DumpSurvey(
          header,
          completedAt,
          Map.copyOf(rows),
          Map.copyOf(programs),
          Map.copyOf(oddTables),
          Set.copyOf(obstacles));
    }
  }
}
