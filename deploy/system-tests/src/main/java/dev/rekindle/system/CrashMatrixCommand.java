package dev.rekindle.system;

import dev.rekindle.system.crash.CrashChoice;
import dev.rekindle.system.crash.CrashMatrix;
import dev.rekindle.system.crash.MatrixPage;
import dev.rekindle.system.crash.Upgrade;
import dev.rekindle.system.demo.Story;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Kills every process at every point. */
@Command(
    name = "crash-matrix",
    mixinStandardHelpOptions = true,
    description = {
      "Kills coordinator and workers with SIGKILL at every point of a list, exactly there, and proves after",
      "each restore that nothing was lost and nothing was done twice. Writes docs/crash-matrix.md when all",
      "points were tried. Takes about half an hour on two quiet cores."
    })
final class CrashMatrixCommand implements Callable<Integer> {

  private static final Pattern PART = Pattern.compile("(\\d+)/(\\d+)");

  @Mixin Place place = new Place();

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--part",
      description = "Only the points of part i of n, written i/n (default: ${DEFAULT-VALUE}).",
      defaultValue = "1/1")
  String part = "1/1";

  @Option(
      names = "--seed",
      description =
          "Decides which points share a restore, and the data (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  long seed;

  @Option(
      names = "--at-most",
      description = "Only so many points of each process, for a short run; 0: all.",
      defaultValue = "0")
  int atMost;

  @Option(
      names = "--only",
      description = "Only points whose name, as --list prints it, holds this text.",
      defaultValue = "")
  String only = "";

  @Option(names = "--list", description = "Name the points and do nothing.")
  boolean list;

  @Option(
      names = "--reach",
      description = "Kill nobody: run one restore and name the points that it does not pass.")
  boolean reach;

  @Option(
      names = "--upgrade",
      description =
          "Kill nobody: let the release before begin a restore, and replace every process by the present"
              + " build in the middle of it.")
  boolean upgrade;

  @Option(
      names = "--previous",
      description =
          "Folder of the release before, built (default: the launcher builds it from the project's history).")
  Path previous = Path.of("");

  @Option(names = "--keep", description = "Leave logs and data behind, and say where.")
  boolean keep;

  @Override
  public Integer call() throws IOException {
    CrashChoice choice = choice();
    if (list) {
      CrashMatrix.targets().forEach(System.out::println);
      return 0;
    }
    Layout layout = place.layoutApart("crash");
    Story story = Story.onStandardOutput();
    if (upgrade) {
      return upgrade(layout, story);
    }
    CrashMatrix.Result result;
    try (CrashMatrix matrix = new CrashMatrix(layout, story)) {
      Runtime.getRuntime().addShutdownHook(new Thread(matrix::close));
      if (reach) {
        matrix.unreached(seed).forEach(point -> System.out.println("not passed: " + point));
        return 0;
      }
      result = matrix.run(choice, 2);
    }
    tell(story, choice, layout, result);
    return result.good() ? 0 : 1;
  }

  private int upgrade(Layout layout, Story story) {
    List<String> problems;
    try (Upgrade run = new Upgrade(layout, previous, story)) {
      Runtime.getRuntime().addShutdownHook(new Thread(run::close));
      problems = run.problems(seed);
    }
    problems.forEach(problem -> story.line("PROBLEM " + problem));
    leave(story, layout, problems.isEmpty());
    System.out.printf(
        Locale.ROOT,
        "RESULT name=upgrade problems=%d lost=%d duplicated=%d%n",
        problems.size(),
        problems.stream().filter(p -> p.contains("exact: ") || p.contains("final: ")).count(),
        problems.stream()
            .filter(p -> p.contains("counted: ") || p.contains("the command of "))
            .count());
    return problems.isEmpty() ? 0 : 1;
  }

  private void leave(Story story, Layout layout, boolean good) {
    if (keep || !good) {
      story.line("logs are in " + layout.run());
    } else {
      layout.delete();
    }
  }

  private void tell(Story story, CrashChoice choice, Layout layout, CrashMatrix.Result result) {
    result.missed().forEach(point -> story.line("NEVER REACHED " + point));
    result.problems().forEach(problem -> story.line("PROBLEM " + problem));
    if (choice.whole()) {
      MatrixPage.write(layout.root().resolve("docs/crash-matrix.md"), choice, result);
    }
    leave(story, layout, result.good());
    System.out.printf(
        Locale.ROOT,
        "RESULT name=crash-matrix points=%d restores=%d missed=%d problems=%d seconds=%.0f lost=%d duplicated=%d%n",
        result.rows().size(),
        result.restores(),
        result.missed().size(),
        result.problems().size(),
        result.took().toMillis() / 1000.0,
        result.count("exact: ") + result.count("final: "),
        result.count("counted: ") + result.count("the command of "));
  }

  private CrashChoice choice() {
    Matcher found = PART.matcher(part);
    if (!found.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--part is written i/n, as in 1/2, not '" + part + "'");
    }
    try {
      return new CrashChoice(
          seed, Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), atMost, only);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
