package dev.rekindle.worker.db.importer.target;

import java.util.List;

/**
 * What a look at a server told.
 *
 * @param version as the server says it
 * @param readOnly whether it takes no changes
 * @param visitors others that are connected to the database
 * @param missingRights rights an import needs and the user lacks, for people
 * @param heldBy the restore that is at work on the target; empty when none is
 * @param exists whether the database exists
 * @param empty whether nothing is in it that could be lost
 * @param bytes that the database takes on the server's disk
 * @param loadedBy the restore whose unfinished import is in it; empty when there is none
 * @param unsafeSettings under which a crash of the server may leave half of what was written
 * @param undurableSettings under which a crash of its machine loses what was committed last
 */
public record ServerFacts(
    String version,
    boolean readOnly,
    List<String> visitors,
    List<String> missingRights,
    String heldBy,
    boolean exists,
    boolean empty,
    long bytes,
    String loadedBy,
    List<String> unsafeSettings,
    List<String> undurableSettings) {

  public ServerFacts {
    visitors = List.copyOf(visitors);
    missingRights = List.copyOf(missingRights);
    unsafeSettings = List.copyOf(unsafeSettings);
    undurableSettings = List.copyOf(undurableSettings);
  }

  /** The first number of a version. */
  public static int major(String version) {
    String digits = version.replaceFirst("^(\\d{1,4}).*$", "$1");
    return digits.matches("\\d{1,4}") ? Integer.parseInt(digits) : 0;
  }
}
