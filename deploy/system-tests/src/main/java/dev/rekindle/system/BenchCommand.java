package dev.rekindle.system;

import dev.rekindle.system.bench.EngineBench;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Benchmarks: what orchestration, an import and a load of Redis cost. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures.",
    subcommands = {
      BenchCommand.Engine.class,
      ImportBenchCommand.MySql.class,
      ImportBenchCommand.Postgres.class,
      RedisBenchCommand.ByFile.class,
      RedisBenchCommand.OverTheWire.class
    })
final class BenchCommand {

  /** What orchestration costs a stage. */
  @Command(
      name = "engine",
      mixinStandardHelpOptions = true,
      description = {
        "Time of one stage through coordinator, journal, Kafka and a worker that does nothing:",
        "from the fact that ended a stage to the fact that ended the next one."
      })
  static final class Engine implements Callable<Integer> {

    @Mixin Place place = new Place();

    @Option(
        names = "--restores",
        description = "Restores that count, one after the other (default: ${DEFAULT-VALUE}).",
        defaultValue = "20")
    int restores;

    @Option(
        names = "--warm-up",
        description = "Restores before those (default: ${DEFAULT-VALUE}).",
        defaultValue = "10")
    int warmUp;

    @Option(
        names = "--stages",
        description = "Stages of the plan (default: ${DEFAULT-VALUE}).",
        defaultValue = "25")
    int stages;

    @Option(
        names = "--at-once",
        description = "Instead: so many restores at the same time, and their stages a second.",
        defaultValue = "0")
    int atOnce;

    @Option(
        names = "--clusters",
        description = "Clusters they are spread over (default: ${DEFAULT-VALUE}).",
        defaultValue = "10")
    int clusters;

    @Override
    public Integer call() throws IOException {
      Path home = Files.createTempDirectory("rekindle-bench");
      try (EngineBench bench = new EngineBench(new Layout(place.root, home), stages)) {
        Runtime.getRuntime().addShutdownHook(new Thread(bench::close));
        return atOnce > 0
            ? crowd(bench.runAtOnce(atOnce, clusters))
            : one(bench.run(warmUp, restores));
      }
    }

    private static int one(EngineBench.Result result) {
      System.out.printf(
          Locale.ROOT,
          "%d restores of %d stages; a stage takes %.1f ms (median), %.1f ms (p99), %.1f ms at most%n",
          result.restores(),
          result.stages(),
          result.millis(0.5),
          result.millis(0.99),
          result.millis(1));
      System.out.printf(
          Locale.ROOT,
          "RESULT name=bench-engine p50_ms=%.2f p99_ms=%.2f measured=%d ready_seconds=%.1f lost=0 duplicated=%d%n",
          result.millis(0.5),
          result.millis(0.99),
          result.measured(),
          result.coordinatorReady().toMillis() / 1000.0,
          result.repeated());
      return result.repeated() == 0 ? 0 : 1;
    }

    private static int crowd(EngineBench.Crowd result) {
      System.out.printf(
          Locale.ROOT,
          "%d restores of %d stages at once: %.0f stages a second, each checked before%n",
          result.restores(),
          result.stages(),
          result.perSecond());
      System.out.printf(
          Locale.ROOT,
          "RESULT name=bench-engine-crowd restores=%d per_second=%.0f seconds=%.1f lost=0 duplicated=%d%n",
          result.restores(),
          result.perSecond(),
          result.took().toMillis() / 1000.0,
          result.repeated());
      return result.repeated() == 0 ? 0 : 1;
    }
  }
}
