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
 * Imports in processes of their own, which are killed with SIGKILL again and again, and the server
 * under them, and both at once, each time a few chunks further on. An import that ended is proven,
 * and begun anew until there were enough kills: {@code rekindle.kills} of them, with the seed
 * {@code rekindle.seed}. The long run, from the project's folder:
 *
 * <pre>./mvnw -pl contracts,worker-kit,deploy/sandbox,cli,worker-db verify -Drekindle.kills=1000 \
 *     -Dtest='*KilledImportIT' -Dsurefire.failIfNoSpecifiedTests=false</pre>
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
  private final Callable<Void> proof;
  private final Random random;
  private int round;
  private int token;
  private int logged;

  /**
   * @param chunks how many chunks of the target are committed; may fail while the server is away
   * @param killServer kills the server and starts it again
   * @param proof fails when the target is not what it must be after an import
   */
  public KilledImports(
      String engine,
      DatabaseAddress address,
      Path dump,
      Path log,
      Callable<Long> chunks,
      Callable<Void> killServer,
      Callable<Void> proof) {
    this.engine = engine;
    this.address = address;
    this.dump = dump;
    this.log = log;
    this.chunks = chunks;
    this.killServer = killServer;
    this.proof = proof;
    this.random = new Random(Long.getLong("rekindle.seed", 20_261_124));
  }

  /** Kills and resumes until there were enough kills, and once to the end. */
  public void run() throws Exception {
    int kills = 0;
    boolean fresh = true;
    while (kills < Integer.getInteger("rekindle.kills", FEW)) {
      long before = fresh ? 0 : committed();
      Process importer = start();
      fresh = !waitForChunks(importer, before + 1 + random.nextInt(4));
      if (fresh) {
        prove(importer);
        round++;
      } else {
        kill(importer, kills++ % 3);
      }
    }
    Process last = start();
    assertThat(last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(tail()).isTrue();
    prove(last);
  }

  private void prove(Process ended) throws Exception {
    assertThat(ended.exitValue()).as(tail()).isZero();
    proof.call();
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
                "--identity",
                "round " + round,
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
  private boolean waitForChunks(Process importer, long wanted)
      throws IOException, InterruptedException {
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
