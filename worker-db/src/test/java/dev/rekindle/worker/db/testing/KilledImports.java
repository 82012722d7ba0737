package dev.rekindle.worker.db.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.worker.db.command.ImportProgram;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Imports in processes of their own, until one ends by itself: before that the importer, the server
 * or both are killed with SIGKILL again and again, each time a few chunks further on. The number of
 * kills is {@code rekindle.kills}, the seed {@code rekindle.seed}.
 */
public final class KilledImports {

  /** Kills in a continuous-integration run; the long one is asked for by hand. */
  private static final int FEW = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final String engine;
  private final DatabaseAddress address;
  private final Path dump;
  private final Path log;
  private final Callable<Long> chunks;
  private final Callable<Void> killServer;
  private final Random random;
  private int token;
  private int logged;

  /**
   * @param chunks how many chunks of the target are committed; may fail while the server is away
   * @param killServer kills the server and starts it again
   */
  public KilledImports(
      String engine,
      DatabaseAddress address,
      Path dump,
      Path log,
      Callable<Long> chunks,
      Callable<Void> killServer) {
    this.engine = engine;
    this.address = address;
    this.dump = dump;
    this.log = log;
    this.chunks = chunks;
    this.killServer = killServer;
    this.random = new Random(Long.getLong("rekindle.seed", 20_261_124));
  }

  /** Kills and resumes; answers how many kills met an import at work. */
  public int run() throws Exception {
    int met = 0;
    for (int kill = 0; kill < Integer.getInteger("rekindle.kills", FEW); kill++) {
      Process importer = start();
      long wanted = kill == 0 ? 1 : committed() + 1;
      if (!waitForChunks(importer, wanted + random.nextInt(4))) {
        assertThat(importer.exitValue()).as(tail()).isZero();
        return met;
      }
      met++;
      kill(importer, kill % 3);
    }
    Process last = start();
    assertThat(last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).as(tail()).isZero();
    return met;
  }

  private boolean hasBegun() throws IOException {
    return Files.readString(log).substring(logged).contains("loading");
  }

  /** What the importers said last. */
  private String tail() throws IOException {
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return String.join(
        System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  private void kill(Process importer, int whom) throws Exception {
    if (whom != 1) {
      importer.destroyForcibly();
    }
    if (whom != 0) {
      killServer.call();
    }
    // Whose server was killed ends by itself, with a reason.
    assertThat(importer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ImportProgram.class.getName(),
                "--engine",
                engine,
                "--host",
                address.host(),
                "--port",
                String.valueOf(address.port()),
                "--database",
                address.database(),
                "--user",
                address.username(),
                "--dump",
                dump.toString(),
                "--token",
                String.valueOf(++token),
                "--connections",
                "3",
                "--chunk-bytes",
                "200"));
    logged = Files.exists(log) ? Files.readString(log).length() : 0;
    builder.environment().put("REKINDLE_PASSWORD", address.password());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }

  /** False when the import ended before. */
  private boolean waitForChunks(Process importer, long wanted) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    // Nobody else may be connected when an import begins.
    while (importer.isAlive() && !(hasBegun() && committed() >= wanted)) {
      assertThat(System.nanoTime()).as("no progress: " + tail()).isLessThan(end);
      importer.waitFor(2, TimeUnit.MILLISECONDS);
    }
    return importer.isAlive();
  }

  private long committed() {
    try {
      return chunks.call();
    } catch (Exception e) {
      // Before its first attempt the target has no ledger.
      return 0;
    }
  }
}
