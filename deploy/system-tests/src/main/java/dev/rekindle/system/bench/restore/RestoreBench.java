package dev.rekindle.system.bench.restore;

import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.api.SandboxControl;
import dev.rekindle.system.api.StageView;
import dev.rekindle.system.demo.Story;
import dev.rekindle.system.documented.DocumentedProcedure;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Stack;
import dev.rekindle.system.traps.CleanRestore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Restores in turns, each after the same disaster. */
public final class RestoreBench {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern CALLS = Pattern.compile("oc_calls=(\\d+)");
  private static final int STARTS = 9;

  private final Stack stack;
  private final Story story;
  private final SandboxControl sandbox;
  private final DocumentedProcedure procedure;
  private final Path fingerprint;

  /** A bench on an installation that is up. */
  public RestoreBench(Stack stack, Story story) {
    this.stack = stack;
    this.story = story;
    sandbox = stack.sandbox();
    procedure = new DocumentedProcedure(stack.layout(), stack.description(), _ -> {});
    fingerprint = stack.layout().home().resolve("fingerprint.json");
  }

  /**
   * Medians, in seconds.
   *
   * @param documentedWithoutStarts without what so many calls of the stand-in take to start
   */
  public record Result(
      double rekindle,
      double documented,
      double documentedWithoutStarts,
      long calls,
      int repairs,
      long documentedLost,
      long lost,
      long duplicated) {}

  /** Takes the backup and restores. */
  public Result run(int rounds) {
    sandbox.backup(fingerprint);
    double start = ocStart();
    story.line(String.format(Locale.ROOT, "one call of oc that does nothing: %.2f s", start));
    List<Timed> rekindle = new ArrayList<>();
    List<Timed> documented = new ArrayList<>();
    long calls = 0;
    int repairs = 0;
    for (int round = 1; round <= rounds; round++) {
      story.chapter("Round " + round + " of " + rounds);
      rekindle.add(byRekindle());
      ruin();
      DocumentedProcedure.Outcome outcome = procedure.restore(backupSet(), "--objects");
      if (outcome.exit() != 0) {
        throw new IllegalStateException("The documented procedure is stuck: " + outcome.text());
      }
      documented.add(timed("documented", outcome.took()));
      calls = calls(outcome);
      repairs = outcome.repairs().size();
      putBack();
    }
    double script = median(documented);
    return new Result(
        median(rekindle),
        script,
        script - calls * start,
        calls,
        repairs,
        documented.getLast().comparison().lost(),
        rekindle.stream().mapToLong(one -> one.comparison().lost()).sum(),
        rekindle.stream().mapToLong(one -> one.comparison().surplus()).sum());
  }

  private record Timed(double seconds, Comparison comparison) {}

  private Timed byRekindle() {
    ruin();
    CleanRestore.Ended ended = new CleanRestore(stack, story).run();
    Timed timed = timed("Rekindle", ended.took());
    slowest(ended);
    return timed;
  }

  private Timed timed(String who, Duration took) {
    Timed timed = new Timed(took.toMillis() / 1000.0, sandbox.compare(fingerprint, "final"));
    story.line(
        String.format(
            Locale.ROOT,
            "%s: %.1f s, %d lost, %d too many",
            who,
            timed.seconds(),
            timed.comparison().lost(),
            timed.comparison().surplus()));
    return timed;
  }

  private Path backupSet() {
    return stack.layout().backups().resolve(stack.layout().newestBackup().orElseThrow());
  }

  private void ruin() {
    sandbox.disaster();
    Await.until(
        PATIENCE,
        () -> "all stores to be readable",
        () ->
            sandbox.compare(fingerprint, "exact").unexplained().stream()
                .noneMatch(line -> line.contains("unreadable")));
  }

  /** What the procedure forgot, so that the next restore finds what the first one found. */
  private void putBack() {
    procedure.oc("scale", "deployment/zync-que", "--replicas=1");
    procedure.oc("scale", "deployment/zync", "--replicas=1");
    procedure.oc("rollout", "status", "deployment/zync-que");
  }

  private void slowest(CleanRestore.Ended ended) {
    ended.view().stages().stream()
        .filter(stage -> stage.took() != null)
        .sorted(Comparator.comparing(RestoreBench::took).reversed())
        .limit(5)
        .forEach(stage ->
            story.line(
                String.format(
                    Locale.ROOT, "  %-18s %.1f s", stage.id(), took(stage).toMillis() / 1000.0)));
  }

  private static Duration took(StageView stage) {
    Duration took = stage.took();
    return took == null ? Duration.ZERO : took;
  }

  /** The median of calls that make one small request. */
  private double ocStart() {
    return IntStream.range(0, STARTS)
        .mapToDouble(_ ->
            procedure.oc("get", "configmap/redis-config", "-o", "json").took().toMillis() / 1000.0)
        .sorted()
        .skip(STARTS / 2)
        .findFirst()
        .orElse(0);
  }

  private static long calls(DocumentedProcedure.Outcome outcome) {
    Matcher found = CALLS.matcher(outcome.text());
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private static double median(List<Timed> values) {
    return values.stream()
        .mapToDouble(Timed::seconds)
        .sorted()
        .skip(values.size() / 2)
        .findFirst()
        .orElse(Double.NaN);
  }
}
