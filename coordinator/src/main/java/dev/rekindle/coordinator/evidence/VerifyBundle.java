package dev.rekindle.coordinator.evidence;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code rekindle restore verify}: needs a file, and neither coordinator nor database. */
public final class VerifyBundle {

  private static final String USAGE =
      """
      Usage: rekindle restore verify BUNDLE [--head LINK]
      Checks a file that 'rekindle restore export' wrote: that nothing of it was changed, and that its
      history keeps every rule of a restore. It needs no coordinator.
            BUNDLE        the file
            --head LINK   the last link of the chain, as it was noted elsewhere when the bundle was
                          exported: who rewrites a whole bundle cannot know it
      Exit status: 0 it is what was exported, 1 it is not, 2 wrong usage.
      """;

  private VerifyBundle() {}

  /** The command's main method. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream problems) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(USAGE);
      return 0;
    }
    boolean headed = arguments.size() == 3 && arguments.get(1).equals("--head");
    if (arguments.size() != 1 && !headed) {
      problems.print(USAGE);
      return 2;
    }
    try {
      String text = Files.readString(Path.of(arguments.getFirst()), StandardCharsets.UTF_8);
      return told(BundleCheck.of(text), headed ? arguments.get(2) : "", out, problems);
    } catch (IOException e) {
      problems.println("rekindle: cannot read " + arguments.getFirst() + ": " + e);
      return 2;
    }
  }

  private static int told(
      BundleCheck.Verdict verdict, String head, PrintStream out, PrintStream problems) {
    verdict.problems().forEach(problem -> problems.println("CHANGED " + problem));
    boolean other = !head.isEmpty() && !head.equals(verdict.head());
    if (other) {
      problems.println("CHANGED the last link is " + verdict.head() + ", not " + head);
    }
    if (!verdict.problems().isEmpty() || other) {
      return 1;
    }
    out.printf(
        "restore %s: %d facts, ends as %s; unchanged, and every rule kept%nhead %s%n",
        verdict.restore(), verdict.facts(), verdict.state(), verdict.head());
    return 0;
  }
}
