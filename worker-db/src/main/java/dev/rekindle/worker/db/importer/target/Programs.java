package dev.rekindle.worker.db.importer.target;

import java.util.List;
import java.util.Set;

/**
 * What a dump holds that runs in somebody's name.
 *
 * @param definers accounts it wants to run as, {@code user@host}; empty when they are left out
 * @param kinds as {@link dev.rekindle.worker.db.importer.input.DumpSurvey#programs} names them
 */
public record Programs(Set<String> definers, Set<String> kinds) {

  public Programs {
    definers = Set.copyOf(definers);
    kinds = Set.copyOf(kinds);
  }

  /**
   * What stands against making them.
   *
   * @param missingRights sentences about what the user may not do, for people
   * @param unknownAccounts definers that the server does not have
   */
  public record Obstacles(List<String> missingRights, List<String> unknownAccounts) {

    /** Nothing is known to be in the way. */
    public static final Obstacles NONE = new Obstacles(List.of(), List.of());

    public Obstacles {
      missingRights = List.copyOf(missingRights);
      unknownAccounts = List.copyOf(unknownAccounts);
    }
  }
}
