package dev.rekindle.worker.db.importer.plan;

import java.util.Map;
import java.util.TreeMap;

/** The spans of a dump whose effect is committed in the target. Spans do not overlap. */
public final class DoneRanges {

  private final TreeMap<Long, Long> ends = new TreeMap<>();

  public void add(long from, long to) {
    ends.put(from, to);
  }

  /** Whether the span lies within one that is done. */
  public boolean covers(long from, long to) {
    Map.Entry<Long, Long> before = ends.floorEntry(from);
    return before != null && before.getValue() >= to;
  }

  public boolean isEmpty() {
    return ends.isEmpty();
  }

  public int size() {
    return ends.size();
  }
}
