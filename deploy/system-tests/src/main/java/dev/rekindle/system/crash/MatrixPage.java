package dev.rekindle.system.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of {@code docs/crash-matrix.md}. */
public final class MatrixPage {

  private static final String HEAD =
      """
      # Killed everywhere

      Made by `./rekindle crash-matrix` from a real run; do not edit. Each line is one kill: the process had
      reached that point of its code for the first time in its restore and got SIGKILL there, from the very
      thread; it was started again, and the restore went on. A restore is proven when it ended SUCCEEDED, the
      target was equal to the fingerprint before any writer was up and at the end, the rows counted in the
      target databases were those that their ledger says were written, and the Jobs counted in the cluster were
      one a command. What the points are: `deploy/system-tests/src/main/resources/crash/points`.

      """;

  private MatrixPage() {}

  /** Writes the page anew. */
  public static void write(Path file, CrashChoice choice, CrashMatrix.Result result) {
    StringBuilder text = new StringBuilder(HEAD);
    text.append(
        "Seed %d, part %d of %d: %d kills in %d restores, %d s.%s%n%n"
            .formatted(
                choice.seed(),
                choice.part(),
                choice.parts(),
                result.rows().size(),
                result.restores(),
                result.took().toSeconds(),
                result.missed().isEmpty() ? " No point was missed." : ""));
    list(text, "Never reached", result.missed());
    list(text, "Problems", result.problems());
    Map<String, List<CrashMatrix.Row>> byProcess =
        result.rows().stream()
            .collect(
                Collectors.groupingBy(CrashMatrix.Row::process, TreeMap::new, Collectors.toList()));
    byProcess.forEach((process, rows) -> {
      text.append("## ")
          .append(process)
          .append("\n\n| killed at | in restore | proven |\n|---|---|---|\n");
      rows.stream()
          .sorted(Comparator.comparing(CrashMatrix.Row::point))
          .forEach(row ->
              text.append(
                  "| `%s` | %d | %s |%n"
                      .formatted(row.point(), row.round(), row.proven() ? "yes" : "NO")));
      text.append('\n');
    });
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void list(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append("## ").append(title).append("\n\n");
      lines.forEach(line -> text.append("* ").append(line).append('\n'));
      text.append('\n');
    }
  }
}
