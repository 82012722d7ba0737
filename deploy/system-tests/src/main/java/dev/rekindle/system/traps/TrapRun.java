package dev.rekindle.system.traps;

import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.demo.Story;
import dev.rekindle.system.documented.DocumentedProcedure;
import dev.rekindle.system.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The same disaster twice, from the same backup: restored by Rekindle, and as documented. */
public final class TrapRun {

  private final Stack stack;
  private final Story story;
  private final DocumentedProcedure procedure;
  private final Ground ground;

  /** A run on an installation that is up. */
  public TrapRun(Stack stack, Story story) {
    this.stack = stack;
    this.story = story;
    procedure =
        new DocumentedProcedure(
            stack.layout(),
            stack.description(),
            line -> {
              if (line.startsWith("L") || line.startsWith("REPAIR")) {
                story.line(line);
              }
            });
    ground = new Ground(stack, procedure);
  }

  /**
   * What was found.
   *
   * @param rekindle the comparison after Rekindle's restore
   * @param repairs what a person had to do for the documented one
   */
  public record Result(
      List<Trap> traps,
      Comparison rekindle,
      Comparison documented,
      List<String> repairs,
      Duration took) {

    public Result {
      traps = List.copyOf(traps);
      repairs = List.copyOf(repairs);
    }

    /** Whether every trap bit the one and spared the other. */
    public boolean good() {
      return traps.stream().allMatch(trap -> trap.bites() && trap.avoided());
    }

    public long biting() {
      return traps.stream().filter(Trap::bites).count();
    }

    public long avoided() {
      return traps.stream().filter(Trap::avoided).count();
    }
  }

  /** Runs both, and the loose ends. */
  public Result run() {
    Witnesses witnesses = new Witnesses(stack.layout().root());
    LooseEnds ends = new LooseEnds(ground, witnesses, stack.layout().run());
    story.chapter("Backup");
    ground.backup();
    story.chapter("Disaster, and Rekindle");
    ground.ruin();
    CleanRestore.Ended _ = new CleanRestore(stack, story).run();
    Seen rekindle = Seen.on(ground);
    story.line("%d differences".formatted(rekindle.comparison().unexplained().size()));
    story.chapter("The same disaster, and traps before the documented restore");
    ground.ruin();
    List<Trap> traps = new ArrayList<>(ends.before());
    story.chapter("The documented restore");
    DocumentedProcedure.Outcome outcome =
        procedure.restore(ground.backupSet(), "--objects", "--after", marker().toString());
    if (outcome.exit() != 0) {
      throw new IllegalStateException("The documented procedure is stuck: " + outcome.text());
    }
    Seen documented = Seen.on(ground);
    story.line("%d differences".formatted(documented.comparison().unexplained().size()));
    List<String> marks = ground.redis("keys window/*").lines().sorted().toList();
    traps.addAll(0, new MainRows(ground, witnesses, outcome, rekindle, documented, marks).all());
    story.chapter("Traps on what it left");
    traps.addAll(ends.after());
    return new Result(
        traps,
        rekindle.comparison(),
        documented.comparison(),
        outcome.repairs(),
        story.sinceStart());
  }

  /** Writes a key into backend-redis after each line that touches a Redis. */
  private Path marker() {
    Path file = stack.layout().run().resolve("marker.sh");
    try {
      Files.writeString(
          file,
          """
          #!/usr/bin/env bash
          # What a client that nobody stopped writes meanwhile.
          n=${1#L}
          if [[ $n -ge 12 && $n -le 24 ]]; then
            pod=$(oc get pods -l deployment=backend-redis -o 'jsonpath={.items[0].metadata.name}')
            oc rsh "$pod" redis-cli set "window/$1" written >/dev/null || true
          fi
          """);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
