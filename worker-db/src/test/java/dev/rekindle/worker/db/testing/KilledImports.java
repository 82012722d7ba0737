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
 * and begun anew until there were enough kills. The seed is {@code rekindle.seed}.
 */
public final class KilledImports {

  /** Kills in a run of continuous integration. */
  public static final int FEW = 4;

  /** Kills of a long run, unless {@code rekindle.kills} says otherwise. */
  public static final int MANY = Integer.getInteger("rekindle.kills", 500);

  /** What a server is killed at most, before another one takes its place. */
  private static final int OF_ONE_SERVER = 100;

  /** A server that cannot read what it wrote before it was killed. */
  public static final class ServerLost extends Exception {
    private static final long serialVersionUID = 1L;

    public ServerLost(Throwable cause) {
      super("The server does not recover from a kill by itself", cause);
    }
  }

  /** Kills around one server, in a folder of its own. */
  public interface Batch {
    void run(Path folder, int kills) throws Exception;
  }

  /**
   * Runs batches until there were enough kills. MariaDB 11.4.5 does not always come back when it is
   * killed in the middle of a statement on the schema ("Missing FILE_CREATE, FILE_DELETE or
   * FILE_MODIFY before FILE_CHECKPOINT"): such a server proves nothing about imports, and its batch
   * is made again.
   */
  public static void inBatches(Path folder, int kills, Batch batch) throws Exception {
    int lost = 0;
    int number = 0;
    for (int done = 0; done < kills; ) {
      int next = Math.min(OF_ONE_SERVER, kills - done);
      try {
        batch.run(Files.createDirectories(folder.resolve("batch" + number++)), next);
        done += next;
        System.out.printf("kills: %d, servers lost: %d%n", done, lost);
      } catch (ServerLost e) {
        assertThat(++lost).as("servers that did not recover").isLessThan(3 + kills / 20);
      }
    }
  }

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
  public void run(int wanted) throws Exception {
    int kills = 0;
    boolean fresh = true;
    long kept = 0;
    while (kills < wanted) {
      long before = fresh ? 0 : committed();
      // What was committed is not done again: who died takes at most what was under way with it.
      assertThat(before).as(tail()).isGreaterThanOrEqualTo(kept);
      Process importer = start();
      fresh = !waitForChunks(importer, before + 1 + random.nextInt(4));
      kept = 0;
      if (fresh) {
        prove(importer);
        round++;
      } else {
        int whom = kills++ % 3;
        kept = whom == 0 ? committed() : 0;
        kill(importer, whom);
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
