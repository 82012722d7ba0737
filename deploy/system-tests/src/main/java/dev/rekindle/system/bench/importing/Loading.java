package dev.rekindle.system.bench.importing;

import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Loads a dump into an empty database of a server, and measures. */
final class Loading {

  /**
   * One load.
   *
   * @param says what the program wrote to its standard output
   */
  record Run(double seconds, double serverCpu, double clientCpu, String says) {

    /** A figure of the importer's last line; -1 when it said none. */
    long figure(String name) {
      Matcher matcher = Pattern.compile("\\b" + name + "=(\\d+)").matcher(says);
      return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }
  }

  private static final Pattern CPU = Pattern.compile("cpu (\\d+\\.\\d+) (\\d+\\.\\d+)\\s*");

  private static final Pattern LIBRARIES =
      Pattern.compile(
          "(org\\.mariadb\\.jdbc|org\\.postgresql|com\\.github\\.luben|dev\\.rekindle)\\..*");

  private final Layout layout;
  private final BenchServer server;
  private final String database;

  Loading(Layout layout, BenchServer server, String database) {
    this.layout = layout;
    this.server = server;
    this.database = database;
  }

  Run baseline(BenchServer.Baseline baseline) throws IOException {
    server.reset(database);
    return measured(baseline.command().replace("DATABASE", database));
  }

  Run ours(BenchDump dump, int connections) throws IOException {
    server.reset(database);
    return measured(String.join(" ", command(dump, connections, 1)));
  }

  /** Killed with SIGKILL after a while, and started again at once. */
  Run killed(BenchDump dump, int connections, Duration after) throws IOException {
    server.reset(database);
    long began = System.nanoTime();
    double cpuBefore = seconds(server.cpu());
    Process first =
        new ProcessBuilder(
                List.of("bash", "-c", "exec " + String.join(" ", command(dump, connections, 1))))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Await.pause(after);
    first.destroyForcibly();
    Processes.await(first);
    Run second = measured(String.join(" ", command(dump, connections, 2)));
    return new Run(
        (System.nanoTime() - began) / 1e9,
        seconds(server.cpu()) - cpuBefore,
        second.clientCpu(),
        second.says());
  }

  private List<String> command(BenchDump dump, int connections, int token) throws IOException {
    return List.of(
        "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "'",
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        "'" + classPath() + "'",
        "dev.rekindle.worker.db.command.ImportProgram",
        "--engine",
        server.engine(),
        "--port",
        String.valueOf(server.port()),
        "--database",
        database,
        "--user",
        server.engine().equals("mysql") ? "root" : "postgres",
        "--dump",
        "'" + dump.file() + "'",
        "--connections",
        String.valueOf(connections),
        "--token",
        String.valueOf(token));
  }

  /** The importer is a library: it needs the drivers and the contracts, not the worker's server. */
  private String classPath() throws IOException {
    Path worker = layout.root().resolve("worker-db/target/quarkus-app");
    try (Stream<Path> files = Files.list(worker.resolve("lib/main"))) {
      return worker.resolve("app")
          + "/*:"
          + files
              .filter(file -> LIBRARIES.matcher(file.getFileName().toString()).matches())
              .map(Path::toString)
              .collect(Collectors.joining(":"));
    }
  }

  private Run measured(String command) throws IOException {
    Path says = layout.home().resolve("says.txt");
    Path times = layout.home().resolve("times.txt");
    double cpuBefore = seconds(server.cpu());
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "set -o pipefail; TIMEFORMAT='cpu %%U %%S'; { time { %s; } 2>&3; } 3>&2 2>'%s'"
                    .formatted(command, times))
            .redirectOutput(says.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    int status = Processes.await(process);
    double wall = (System.nanoTime() - began) / 1e9;
    double serverCpu = seconds(server.cpu()) - cpuBefore;
    if (status != 0) {
      throw new IOException("A load ended with status " + status);
    }
    Matcher cpu = CPU.matcher(Files.readString(times, StandardCharsets.UTF_8));
    double clientCpu =
        cpu.matches() ? Double.parseDouble(cpu.group(1)) + Double.parseDouble(cpu.group(2)) : 0;
    return new Run(wall, serverCpu, clientCpu, Files.readString(says, StandardCharsets.UTF_8));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
