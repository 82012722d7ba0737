package dev.rekindle.worker.db.importer.input;

import dev.rekindle.contract.message.ProblemCode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which database of a dump its next statements belong to, and whether that is the one to be
 * imported. Without a name it is the only one beside the server's own.
 */
final class DumpSections {

  private final String wanted;
  private final Set<String> system;
  private final Set<String> seen = new TreeSet<>();
  private String current = "";
  private boolean named;

  /**
   * @param wanted empty for the only one
   * @param system databases that every server has
   */
  DumpSections(String wanted, Set<String> system) {
    this.wanted = wanted;
    this.system = system;
  }

  /** What stands before the first section belongs to nobody: a cluster's roles. */
  void beginCluster() {
    named = true;
  }

  void begin(String database, long at) throws DumpRefused {
    named = true;
    current = database;
    if (system.contains(database) && !database.equals(wanted)) {
      return;
    }
    seen.add(database);
    if (wanted.isEmpty() && seen.size() > 1) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          at,
          "The dump holds databases %s, and maybe more; say which one is to be imported with 'source: NAME' in the stage"
              .formatted(String.join(", ", seen)));
    }
  }

  /** Whether what comes next is to be imported. */
  boolean isWanted() {
    if (!named) {
      return true;
    }
    return wanted.isEmpty()
        ? !current.isEmpty() && !system.contains(current)
        : wanted.equals(current);
  }

  /** At the end of a dump: it must have held the wanted one, if that was named and can be told. */
  void requireWanted(long at) throws DumpRefused {
    if (named && !wanted.isEmpty() && !seen.contains(wanted)) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          at,
          "The dump holds no database %s; it holds %s".formatted(wanted, String.join(", ", seen)));
    }
  }
}
