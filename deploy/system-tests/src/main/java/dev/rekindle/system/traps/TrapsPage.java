package dev.rekindle.system.traps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code docs/threescale-traps.md}. */
public final class TrapsPage {

  private static final String HEAD =
      """
      # Traps in restoring 3scale

      Made by `./rekindle traps` from a real run; do not edit. One installation of the simulated 3scale 2.15, with
      real databases and real Redis; one backup in the documented files, its dump without procedures as the
      documented `mysqldump` writes it. The same disaster twice: restored once by Rekindle and once by following the
      documented procedure line by line (`deploy/documented-procedure/restore.sh`), and compared with the
      fingerprint of the moment of the backup. Tests that are named hold the same without this run; where the column
      of Rekindle has no figure, they are the proof.

      """;

  private static final String NOT_SHOWN =
      """

      ## Not shown here

      * **Triggers with a DEFINER, imported as a plain user**: the internal MySQL is always imported as root; an
        external one is not simulated.
      * **Older Redis beside a newer database**: the documented restore left no configuration in Redis to look at.
        What removes what is gone: @ORPHANS@; the plan `threescale`
        restores both from one backup and does not use it.
      * **The search index of before**: the simulated search server keeps no index. The plan runs
        `searchd:optimal_index`.
      * **Snapshots of a newer format, jobs that run twice, domains of another cluster**: not played.
      """;

  private TrapsPage() {}

  /** Writes the page anew. */
  public static void write(Path root, TrapRun.Result result) {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("| trap | the documented procedure | Rekindle | shown by |\n|---|---|---|---|\n");
    for (Trap trap : result.traps()) {
      text.append(
          "| %s | %s%s | %s%s | %s |%n"
              .formatted(
                  trap.name(),
                  trap.bites() ? "" : "**not seen:** ",
                  cell(trap.documented()),
                  trap.avoided() ? "" : "**not avoided:** ",
                  cell(trap.rekindle()),
                  trap.shownBy()));
    }
    text.append(
        "%nOf %d things compared, the documented restore left %d lost and %d too many; Rekindle %d and %d.%n"
            .formatted(
                result.documented().compared(),
                result.documented().lost(),
                result.documented().surplus(),
                result.rekindle().lost(),
                result.rekindle().surplus()));
    text.append("\n## What a person had to do besides\n\n");
    text.append("The documentation could not be followed at these lines:\n\n");
    result.repairs().forEach(repair -> text.append("* ").append(repair).append('\n'));
    String orphans =
        new Witnesses(root)
            .tests("worker-redis/FindOrphansIT.removes_what_is_gone_and_keeps_statistics");
    text.append(NOT_SHOWN.replace("@ORPHANS@", orphans));
    Path file = root.resolve("docs/threescale-traps.md");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
