package dev.rekindle.worker.db.importer.target;

import java.util.List;
import java.util.Map;

/**
 * A proven import.
 *
 * @param rows by table, as counted in the target
 * @param programs triggers, routines, views by kind, as counted in the target
 * @param fingerprint of the whole content
 * @param notes what was left out on purpose, for people
 * @param resumed whether work of an earlier attempt was kept
 */
public record ImportResult(
    Map<String, Long> rows,
    Map<String, Long> programs,
    String fingerprint,
    List<String> notes,
    boolean resumed) {

  public ImportResult {
    rows = Map.copyOf(rows);
    programs = Map.copyOf(programs);
    notes = List.copyOf(notes);
  }
}
