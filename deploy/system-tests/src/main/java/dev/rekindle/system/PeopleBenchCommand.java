package dev.rekindle.system;

import dev.rekindle.system.bench.people.AlertBench;
import dev.rekindle.system.bench.people.ConsoleBench;
import dev.rekindle.system.bench.people.TabBench;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Benchmarks of what comes from outside. */
final class PeopleBenchCommand {

  private PeopleBenchCommand() {}

  /** A storm of alerts. */
  @Command(
      name = "alerts",
      mixinStandardHelpOptions = true,
      description = {
        "A storm of webhooks: each episode of an alert told 20 times, shuffled, from several senders at",
        "once. However often, each application must get exactly one restore."
      })
  static final class Alerts implements Callable<Integer> {

    @Mixin Place place = new Place();

    @Option(
        names = "--webhooks",
        description = "How many (default: ${DEFAULT-VALUE}).",
        defaultValue = "10000")
    int webhooks;

    @Option(
        names = "--applications",
        description = "Applications they are about (default: ${DEFAULT-VALUE}).",
        defaultValue = "20")
    int applications;

    @Option(
        names = "--senders",
        description = "Connections at once (default: ${DEFAULT-VALUE}).",
        defaultValue = "8")
    int senders;

    @Option(
        names = "--seed",
        description = "Of the order (default: ${DEFAULT-VALUE}).",
        defaultValue = "1")
    long seed;

    @Override
    public Integer call() throws IOException, InterruptedException {
      try (AlertBench bench = new AlertBench(layout(place, "alerts"), applications)) {
        Thread ending = new Thread(bench::close);
        Runtime.getRuntime().addShutdownHook(ending);
        AlertBench.Result result = bench.run(webhooks, senders, seed);
        int missing = Math.max(0, result.applications() - result.restores());
        int surplus = Math.max(0, result.restores() - result.applications());
        System.out.printf(
            Locale.ROOT,
            "%d webhooks from %d senders started %d restores of %d applications; an answer takes %.1f ms"
                + " (median), %.1f ms (p99); %d were refused%n",
            result.webhooks(),
            senders,
            result.restores(),
            result.applications(),
            result.millis().quantile(0.5),
            result.millis().quantile(0.99),
            result.refused());
        System.out.printf(
            Locale.ROOT,
            "RESULT name=bench-alerts webhooks=%d restores=%d p50_ms=%.2f p99_ms=%.2f per_second=%.0f"
                + " refused=%d lost=%d duplicated=%d%n",
            result.webhooks(),
            result.restores(),
            result.millis().quantile(0.5),
            result.millis().quantile(0.99),
            result.perSecond(),
            result.refused(),
            missing,
            surplus);
        return missing + surplus + result.refused() == 0 ? 0 : 1;
      }
    }
  }

  /** People who look. */
  @Command(
      name = "console",
      mixinStandardHelpOptions = true,
      description = {
        "What people who look cost: bytes of the console's first page, and processor time and memory",
        "of the coordinator for each listener to a restore; with --tab the time to the first page, and",
        "the memory of a browser's tab that shows a restore of 200 stages with progress every second."
      })
  static final class Console implements Callable<Integer> {

    @Mixin Place place = new Place();

    @Option(
        names = "--listeners",
        description = "How many (default: ${DEFAULT-VALUE}).",
        defaultValue = "200")
    int listeners;

    @Option(
        names = "--seconds",
        description =
            "How long it is looked at, without and with them (default: ${DEFAULT-VALUE}).",
        defaultValue = "30")
    int seconds;

    @Option(
        names = "--tab",
        paramLabel = "MINUTES",
        description =
            "Look at one tab for so long instead; needs Chromium and the console's npm packages.")
    int tab;

    @Override
    public Integer call() throws IOException, InterruptedException {
      return tab > 0 ? tab() : listeners();
    }

    private int tab() throws IOException, InterruptedException {
      Path console = place.root.resolve("coordinator/src/main/webui");
      if (!TabBench.possible(console)) {
        System.err.println(
            "rekindle: the console's npm packages are not installed; install node and npm, and run"
                + " ./rekindle build");
        return 3;
      }
      try (TabBench bench = new TabBench(layout(place, "tab"), console, tab)) {
        Thread ending = new Thread(bench::close);
        Runtime.getRuntime().addShutdownHook(ending);
        return bench.run();
      }
    }

    private int listeners() throws IOException, InterruptedException {
      try (ConsoleBench bench = new ConsoleBench(layout(place, "console"))) {
        Thread ending = new Thread(bench::close);
        Runtime.getRuntime().addShutdownHook(ending);
        ConsoleBench.Result result = bench.run(listeners, Duration.ofSeconds(seconds));
        System.out.printf(
            Locale.ROOT,
            "%d listeners cost %.0f ms of a processor a second beside %.0f without them, and %d kB each; the"
                + " console's first page has %d kB over the wire%n",
            result.listeners(),
            result.listening() - result.idle(),
            result.idle(),
            result.bytesEach() / 1000,
            result.firstPage() / 1000);
        System.out.printf(
            Locale.ROOT,
            "RESULT name=bench-console listeners=%d heard=%d cpu_ms_per_second=%.1f idle_ms_per_second=%.1f"
                + " kb_each=%d first_page_kb=%d lost=%d duplicated=0%n",
            result.listeners(),
            result.heard(),
            result.listening(),
            result.idle(),
            result.bytesEach() / 1000,
            result.firstPage() / 1000,
            result.listeners() - result.heard());
        return result.heard() == result.listeners() ? 0 : 1;
      }
    }
  }

  private static Layout layout(Place place, String name) throws IOException {
    return new Layout(place.root, Files.createTempDirectory("rekindle-bench-" + name));
  }
}
