package dev.rekindle.system.bench.importing;

import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.ChildProcess;
import dev.rekindle.system.process.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and its tools, as installed on the machine. */
final class PostgresBenchServer implements BenchServer {

  private final int port = FreePort.find();
  private Path bin = Path.of("/usr/bin");
  private @Nullable ChildProcess process;

  @Override
  public String engine() {
    return "postgresql";
  }

  @Override
  public BenchDump.Style style() {
    return new PostgresStyle();
  }

  @Override
  public void start(Path home) throws IOException {
    bin = programs();
    Path data = home.resolve("data");
    List<String> initialising = new ArrayList<>(List.of(bin.resolve("initdb").toString()));
    initialising.addAll(
        List.of("-D", data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8"));
    initialising.add("--locale=C");
    Processes.run(notAsRoot(initialising));
    List<String> command =
        new ArrayList<>(List.of(bin.resolve("postgres").toString(), "-D", data.toString()));
    for (String setting :
        List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "shared_buffers=512MB",
            "max_wal_size=4GB")) {
      command.addAll(List.of("-c", setting));
    }
    process = ChildProcess.start("postgres", notAsRoot(command), Map.of(), home.resolve("run"));
    Await.until(
        Duration.ofMinutes(3),
        () -> "PostgreSQL; see " + process().log(),
        () -> {
          if (!process().alive()) {
            throw new IllegalStateException(
                "PostgreSQL ended at its start; see " + process().log());
          }
          return answers();
        });
  }

  private boolean answers() {
    try {
      Process asked =
          new ProcessBuilder(psql("postgres", "-c", "SELECT 1"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return Processes.await(asked) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path programs() throws IOException {
    for (String tool : List.of("psql", "pg_dump", "pg_restore")) {
      if (Processes.onPath(tool).isEmpty()) {
        throw new ImportBench.ToolMissing(tool + " (package postgresql-client)");
      }
    }
    List<Path> folders = new ArrayList<>();
    Processes.onPath("initdb").ifPresent(file -> folders.add(file.toAbsolutePath().getParent()));
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions
            .sorted(Comparator.reverseOrder())
            .map(version -> version.resolve("bin"))
            .forEach(folders::add);
      }
    }
    return folders.stream()
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .filter(folder -> Files.isExecutable(folder.resolve("postgres")))
        .findFirst()
        .orElseThrow(() -> new ImportBench.ToolMissing("a PostgreSQL server (package postgresql)"));
  }

  /** PostgreSQL refuses to run as root; in a user namespace it is nobody to itself. */
  private static List<String> notAsRoot(List<String> command) {
    if (!System.getProperty("user.name").equals("root")) {
      return command;
    }
    if (Processes.onPath("unshare").isEmpty()) {
      throw new ImportBench.ToolMissing("unshare (package util-linux), to run PostgreSQL as root");
    }
    List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
    wrapped.addAll(command);
    return wrapped;
  }

  private List<String> psql(String database, String... more) {
    List<String> command =
        new ArrayList<>(List.of("psql", "-X", "-q", "-A", "-t", "-h", "127.0.0.1"));
    command.addAll(List.of("-p", String.valueOf(port), "-U", "postgres", "-d", database));
    command.addAll(List.of(more));
    return command;
  }

  @Override
  public ChildProcess process() {
    if (process == null) {
      throw new IllegalStateException("Not started");
    }
    return process;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public List<Baseline> baselines(BenchDump dump) throws IOException {
    String plain =
        "zcat '%s' | psql -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p %d -U postgres -d DATABASE -o /dev/null -f -"
            .formatted(dump.file(), port);
    Path custom = dump.file().resolveSibling("dump.custom");
    reset("custom");
    Processes.run(List.of("bash", "-c", "set -o pipefail; " + plain.replace("DATABASE", "custom")));
    Processes.run(
        List.of(
            "pg_dump",
            "-h",
            "127.0.0.1",
            "-p",
            String.valueOf(port),
            "-U",
            "postgres",
            "-Fc",
            "-Z4",
            "-f",
            custom.toString(),
            "custom"));
    reset("custom");
    return List.of(
        new Baseline("psql", plain),
        new Baseline(
            "pg_restore",
            "pg_restore -j2 -h 127.0.0.1 -p %d -U postgres -d DATABASE '%s'"
                .formatted(port, custom)));
  }

  @Override
  public void reset(String database) throws IOException {
    Processes.run(psql("postgres", "-c", "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)"));
    Processes.run(psql("postgres", "-c", "CREATE DATABASE " + database));
  }

  @Override
  public List<String> content(String database) throws IOException {
    List<String> lines = new ArrayList<>();
    for (BenchTable table : BenchTable.ALL) {
      lines.add(
          table.name()
              + " "
              + Processes.run(
                      psql(
                          database,
                          "-c",
                          "SELECT count(*), sum(('x' || substr(md5(r::text), 1, 15))::bit(60)::bigint), (SELECT count(*) FROM pg_indexes WHERE tablename = '%1$s'), (SELECT count(*) FROM pg_constraint WHERE convalidated AND conrelid = 'public.%1$s'::regclass) FROM public.%1$s AS r"
                              .formatted(table.name())))
                  .strip()
                  .replace('|', ' '));
    }
    return lines;
  }

  @Override
  public void close() {
    if (process != null) {
      process.stop(Duration.ofSeconds(60));
    }
  }
}
