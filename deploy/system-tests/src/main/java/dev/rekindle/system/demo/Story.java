package dev.rekindle.system.demo;

import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.StageView;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells what happens: bars that move on a terminal, a line for each change in a pipe. Thread-safe.
 */
public final class Story {

  private static final int BAR = 24;
  private final PrintStream out;
  private final boolean terminal;
  private final long began = System.nanoTime();
  private final Map<String, String> told = new HashMap<>();
  private int drawn;

  public Story(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A story for this process's standard output. */
  @SuppressWarnings("SystemConsoleNull") // declared nullable, and null on older runtimes
  public static Story onStandardOutput() {
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
    return new Story(System.out, terminal);
  }

  /** A new chapter. */
  public synchronized void chapter(String title) {
    settle();
    out.printf("%n%s%s%s  (%s)%n", bold(), title, plain(), clock(sinceStart()));
    out.flush();
  }

  /** One thing that happened. A moving block of bars goes on below it. */
  public synchronized void line(String text) {
    erase();
    out.println("  " + text);
    out.flush();
  }

  /** The state of the stages, drawn over the last one on a terminal. */
  public synchronized void progress(RestoreView restore) {
    if (terminal) {
      erase();
      List<String> lines =
          restore.stages().stream().filter(StageView::running).map(Story::bar).toList();
      lines.forEach(line -> out.println("    " + line));
      drawn = lines.size();
    }
    for (StageView stage : restore.stages()) {
      tellChange(stage);
    }
    out.flush();
  }

  private void tellChange(StageView stage) {
    String now = stage.status() + (stage.running() ? " attempt " + stage.attempts() : "");
    if (now.equals(told.put(stage.id(), now))
        || stage.status().equals("WAITING")
        || stage.status().equals("READY")) {
      return;
    }
    if (stage.status().equals("RUNNING") && (!terminal || stage.attempts() > 1)) {
      line(
          String.format(
              Locale.ROOT, "%-18s %-20s attempt %d", stage.id(), stage.kind(), stage.attempts()));
    } else if (stage.ended()) {
      line(
          String.format(
              Locale.ROOT,
              "%-18s %-20s %s%s",
              stage.id(),
              stage.kind(),
              stage.status().toLowerCase(Locale.ROOT),
              took(stage)));
    }
  }

  private static String took(StageView stage) {
    Duration took = stage.took();
    return took == null ? "" : " after " + clock(took);
  }

  static String bar(StageView stage) {
    int full = (int) Math.round(stage.fraction() * BAR);
    String bar = "#".repeat(full) + ".".repeat(BAR - full);
    String rate =
        stage.perSecond() > 0
            ? String.format(Locale.ROOT, " %s/s", amount(stage.perSecond(), stage.unit()))
            : "";
    Duration left = stage.left();
    String remaining = left == null ? "" : ", " + clock(left) + " left";
    return String.format(
        Locale.ROOT,
        "%-18s [%s] %3.0f%%%s%s  %s",
        stage.id(),
        bar,
        stage.fraction() * 100,
        rate,
        remaining,
        stage.step());
  }

  private static String amount(double value, String unit) {
    if (!unit.equals("bytes")) {
      return String.format(Locale.ROOT, "%.0f %s", value, unit);
    }
    return value < 1_000_000
        ? String.format(Locale.ROOT, "%.0f kB", value / 1_000)
        : String.format(Locale.ROOT, "%.1f MB", value / 1_000_000);
  }

  /** {@code 7.3 s} or {@code 2:05 min}. */
  static String clock(Duration time) {
    double seconds = time.toMillis() / 1000.0;
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%d:%02d min", (long) seconds / 60, (long) seconds % 60);
  }

  /** Time since the story began. */
  public Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void settle() {
    drawn = 0;
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\u001b[0J");
      drawn = 0;
    }
  }

  private String bold() {
    return terminal ? "\u001b[1m" : "";
  }

  private String plain() {
    return terminal ? "\u001b[0m" : "";
  }
}
