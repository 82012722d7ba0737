package dev.rekindle.system.bench.importing;

import dev.rekindle.system.bench.Distribution;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loads one dump again and again: with each client tool, then with ours, in turn. */
public final class ImportBench implements AutoCloseable {

  private static final String DATABASE = "bench";

  /** What ours is called among the ways to load. */
  static final String OURS = "rekindle";

  /**
   * What to do.
   *
   * @param size of the dump in bytes, decompressed
   * @param rounds in which every way loads once
   * @param connections ours uses; 0 for its default
   * @param scaling numbers of connections that ours is also tried with
   */
  public record Settings(long size, int rounds, int connections, List<Integer> scaling) {
    public Settings {
      scaling = List.copyOf(scaling);
    }
  }

  /** A tool or server that is not there; the message names it. */
  public static final class ToolMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ToolMissing(String what) {
      super(what);
    }
  }

  private final Layout layout;
  private final BenchServer server;
  private final Settings settings;
  private final Loading loading;

  private ImportBench(Layout layout, BenchServer server, Settings settings) {
    this.layout = layout;
    this.server = server;
    this.settings = settings;
    this.loading = new Loading(layout, server, DATABASE);
  }

  /** Against MariaDB and its client. */
  public static ImportBench mysql(Layout layout, Settings settings) {
    return new ImportBench(
        layout,
        new MariaDbBenchServer(layout.root().resolve("deploy/sandbox/target/lib")),
        settings);
  }

  /** Against PostgreSQL and its tools. */
  public static ImportBench postgres(Layout layout, Settings settings) {
    return new ImportBench(layout, new PostgresBenchServer(), settings);
  }

  /**
   * Runs it; answers what was measured.
   *
   * @throws ToolMissing when a tool is not on this machine
   */
  public ImportFigures run() throws IOException {
    Files.createDirectories(layout.home());
    System.err.printf("Writing a dump of %d MB ...%n", settings.size() >> 20);
    Path file = layout.home().resolve("dump.sql.gz");
    BenchDump dump = BenchDump.write(file, server.style(), settings.size());
    server.start(layout.home().resolve("server"));
    List<BenchServer.Baseline> baselines = server.baselines(dump);
    Map<String, List<Loading.Run>> runs = new LinkedHashMap<>();
    List<String> wanted = List.of();
    List<String> found = List.of();
    for (int round = 1; round <= settings.rounds(); round++) {
      for (BenchServer.Baseline baseline : baselines) {
        note(runs, baseline.name(), loading.baseline(baseline), round);
        wanted = server.content(DATABASE);
      }
      note(runs, OURS, loading.ours(dump, settings.connections()), round);
      found = server.content(DATABASE);
    }
    Duration half = Duration.ofMillis((long) (median(runs, OURS) * 500));
    Loading.Run killed = loading.killed(dump, settings.connections(), half);
    note(runs, "killed once", killed, 1);
    List<String> afterKill = server.content(DATABASE);
    Map<Integer, Double> scaling = new LinkedHashMap<>();
    for (int connections : settings.scaling()) {
      Loading.Run run = loading.ours(dump, connections);
      note(runs, connections + " connections", run, 1);
      scaling.put(connections, run.seconds());
    }
    return new ImportFigures(dump, runs, killed, wanted, found, afterKill, scaling);
  }

  private static double median(Map<String, List<Loading.Run>> runs, String name) {
    return new Distribution(
            runs.getOrDefault(name, List.of()).stream().map(Loading.Run::seconds).toList())
        .quantile(0.5);
  }

  private static void note(
      Map<String, List<Loading.Run>> runs, String name, Loading.Run run, int round) {
    runs.computeIfAbsent(name, key -> new ArrayList<>()).add(run);
    System.err.printf(
        "round %d  %-16s %6.1f s   server %6.1f s CPU, client %6.1f s CPU%n",
        round, name, run.seconds(), run.serverCpu(), run.clientCpu());
    // What the server still does in the background must not count against the next one.
    Await.pause(Duration.ofSeconds(2));
  }

  @Override
  public void close() {
    server.close();
    layout.delete();
  }
}
