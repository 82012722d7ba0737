package dev.rekindle.system;

import dev.rekindle.system.bench.Chain;
import dev.rekindle.system.bench.Crowd;
import dev.rekindle.system.bench.EngineBench;
import dev.rekindle.system.bench.Peer;
import dev.rekindle.system.bench.Plot;
import dev.rekindle.system.bench.Recovery;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Benchmarks: what orchestration, an import, a load of Redis, a whole restore, alerts and people
 * cost.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures.",
    subcommands = {
      BenchCommand.Engine.class,
      ImportBenchCommand.MySql.class,
      ImportBenchCommand.Postgres.class,
      RedisBenchCommand.ByFile.class,
      RedisBenchCommand.OverTheWire.class,
      RestoreBenchCommand.class,
      PeopleBenchCommand.Alerts.class,
      PeopleBenchCommand.Console.class
    })
final class BenchCommand {

  /** What orchestration costs a stage. */
  @Command(
      name = "engine",
      mixinStandardHelpOptions = true,
      description = {
        "Time of one stage through coordinator, journal, Kafka and a worker that does nothing:",
        "from the fact that ended a stage to the fact that ended the next one.",
        "Peers: dbos (dev.dbos:transact; steps in process, no hop to a worker), on the same PostgreSQL;",
        "restate (@restatedev/restate-server with its TypeScript SDK; steps in a process that it calls)."
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
        split = ",",
        description =
            "Instead: so many restores at the same time, and their stages a second; several numbers, as in"
                + " 10,100,1000, one after the other.")
    List<Integer> atOnce = new ArrayList<>();

    @Option(
        names = "--plot",
        paramLabel = "FILE",
        description = "Draw what --at-once saw into this SVG file.")
    Optional<Path> plot = Optional.empty();

    @Option(
        names = "--killed",
        description =
            "Instead: so many restores at the same time, the coordinator killed in the middle, and how"
                + " long it takes until all move again.",
        defaultValue = "0")
    int killed;

    @Option(
        names = "--against",
        split = ",",
        description =
            "Then also these peers, side by side: dbos, restate. Exit status 3 when one cannot be had.")
    List<String> against = new ArrayList<>();

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
        int status = own(bench);
        return status == 0 ? peers(bench) : status;
      }
    }

    private int own(EngineBench bench) {
      if (killed > 0) {
        return recovery(bench.runKilled(killed, clusters));
      }
      return atOnce.isEmpty()
          ? one(bench.run(warmUp, restores))
          : crowds(bench.runAtOnce(atOnce, clusters));
    }

    /** 3 when a peer was asked for that cannot be had. */
    private int peers(EngineBench bench) {
      int status = 0;
      for (String name : against) {
        Optional<Peer.Figures> figures =
            bench.peer(name, restores, atOnce.isEmpty() ? 1 : atOnce.getLast());
        if (figures.isEmpty()) {
          System.err.println("rekindle: the comparison with '" + name + "' could not be made");
          status = 3;
        } else {
          Peer.Figures result = figures.get();
          System.out.printf(
              Locale.ROOT,
              "RESULT name=bench-engine-%s p50_ms=%.2f p99_ms=%.2f per_second=%.0f%n",
              name,
              result.medianMillis(),
              result.p99Millis(),
              result.perSecond());
        }
      }
      return status;
    }

    private static int one(Chain result) {
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
          "RESULT name=bench-engine p50_ms=%.2f p99_ms=%.2f first_tenth_p50_ms=%.2f last_tenth_p50_ms=%.2f"
              + " measured=%d ready_seconds=%.1f lost=0 duplicated=%d%n",
          result.millis(0.5),
          result.millis(0.99),
          result.first().quantile(0.5),
          result.last().quantile(0.5),
          result.measured(),
          result.coordinatorReady().toMillis() / 1000.0,
          result.repeated());
      return result.repeated() == 0 ? 0 : 1;
    }

    private static int recovery(Recovery result) {
      System.out.printf(
          Locale.ROOT,
          "%d restores open when the coordinator was killed; ready again after %.1f s; from there all move"
              + " within %.1f s, half of them within %.1f s%n",
          result.open(),
          result.ready().toMillis() / 1000.0,
          result.moved().quantile(1),
          result.moved().quantile(0.5));
      System.out.printf(
          Locale.ROOT,
          "RESULT name=bench-engine-killed open=%d ready_seconds=%.1f all_moved_seconds=%.2f"
              + " half_moved_seconds=%.2f lost=0 duplicated=%d%n",
          result.open(),
          result.ready().toMillis() / 1000.0,
          result.moved().quantile(1),
          result.moved().quantile(0.5),
          result.repeated());
      return result.open() > 0 ? 0 : 1;
    }

    private int crowds(List<Crowd> results) {
      int status = results.stream().mapToInt(Engine::crowd).max().orElse(1);
      plot.ifPresent(file ->
          Plot.write(
              file,
              "Milliseconds of the coordinator's processors a stage, by restores at once",
              results.stream().map(r -> new Plot.Point(r.restores(), r.cpuMillis())).toList()));
      return status;
    }

    private static int crowd(Crowd result) {
      System.out.printf(
          Locale.ROOT,
          "%d restores of %d stages at once: %.0f stages a second, each checked before; %.2f ms of the"
              + " coordinator's processors a stage%n",
          result.restores(),
          result.stages(),
          result.perSecond(),
          result.cpuMillis());
      System.out.printf(
          Locale.ROOT,
          "RESULT name=bench-engine-crowd restores=%d per_second=%.0f seconds=%.1f cpu_ms=%.2f resident_mib=%d rows=%s"
              + " lost=0 duplicated=%d%n",
          result.restores(),
          result.perSecond(),
          result.took().toMillis() / 1000.0,
          result.cpuMillis(),
          result.residentBytes() >> 20,
          result.rows().toString().replace(" ", ""),
          result.repeated());
      return result.repeated() == 0 ? 0 : 1;
    }
  }
}
