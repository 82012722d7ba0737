package dev.rekindle.system;

import dev.rekindle.system.bench.importing.ImportBench;
import dev.rekindle.system.bench.importing.ImportFigures;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Benchmarks of imports, beside the client tools. */
abstract class ImportBenchCommand implements Callable<Integer> {

  @Mixin Place place = new Place();

  @Option(
      names = "--size",
      description = "Megabytes of the made-up dump, decompressed (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  int megabytes;

  @Option(
      names = "--rounds",
      description = "Rounds in which every way loads once (default: ${DEFAULT-VALUE}).",
      defaultValue = "3")
  int rounds;

  @Option(
      names = "--connections",
      description = "Connections of ours; 0 for its own choice (default: ${DEFAULT-VALUE}).",
      defaultValue = "0")
  int connections;

  @Option(
      names = "--scaling",
      split = ",",
      description =
          "Also tries ours once with each of these numbers of connections, such as 1,2,4.")
  List<Integer> scaling = List.of();

  abstract String benchmark();

  abstract ImportBench open(Layout layout, ImportBench.Settings settings);

  @Override
  public Integer call() throws IOException {
    Layout layout = new Layout(place.root, Files.createTempDirectory("rekindle-bench"));
    ImportBench.Settings settings =
        new ImportBench.Settings((long) megabytes << 20, rounds, connections, scaling);
    try (ImportBench bench = open(layout, settings)) {
      Runtime.getRuntime().addShutdownHook(new Thread(bench::close));
      ImportFigures figures = bench.run();
      System.out.println("RESULT name=" + benchmark() + " " + figures.line());
      if (!figures.isSame()) {
        System.err.println(
            "rekindle: ours left other content than the client: "
                + figures.wanted()
                + ", ours "
                + figures.found()
                + ", after a kill "
                + figures.afterKill());
      }
      return figures.isSame() ? 0 : 1;
    } catch (ImportBench.ToolMissing missing) {
      System.err.println("rekindle: needs " + missing.getMessage() + ", and found none");
      return 3;
    }
  }

  /** MySQL's family. */
  @Command(
      name = "import-mysql",
      mixinStandardHelpOptions = true,
      description = {
        "Import of a made-up dump of five tables, one of 60 %, into a MariaDB with durable settings:",
        "'zcat dump.gz | mysql', myloader with its own format where it is installed, and ours in turn; then",
        "ours killed once with SIGKILL at half its time."
      })
  static final class MySql extends ImportBenchCommand {
    @Override
    String benchmark() {
      return "bench-import-mysql";
    }

    @Override
    ImportBench open(Layout layout, ImportBench.Settings settings) {
      return ImportBench.mysql(layout, settings);
    }
  }

  /** PostgreSQL. */
  @Command(
      name = "import-postgres",
      mixinStandardHelpOptions = true,
      description = {
        "Import of a made-up dump of five tables, one of 60 %, into a PostgreSQL with durable settings:",
        "'zcat dump.gz | psql -f -', 'pg_restore -j2' of the same data and ours in turn; then ours killed",
        "once with SIGKILL at half its time."
      })
  static final class Postgres extends ImportBenchCommand {
    @Override
    String benchmark() {
      return "bench-import-postgres";
    }

    @Override
    ImportBench open(Layout layout, ImportBench.Settings settings) {
      return ImportBench.postgres(layout, settings);
    }
  }
}
