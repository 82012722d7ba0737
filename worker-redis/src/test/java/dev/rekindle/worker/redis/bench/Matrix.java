package dev.rekindle.worker.redis.bench;

import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.load.LoadRedisHandler;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays the documented procedure and both of our ways against the same servers in the same states,
 * and counts what is there after one more crash: the table of {@code docs/redis-restore.md}.
 */
final class Matrix {

  private static final int KEYS = 200;

  /** What lies on the volume, and whether the configuration has the log on. */
  private enum State {
    LOG_ON("log on", true, false),
    LOG_OFF("log off, snapshot only", false, false),
    STALE_LOG("log off, an old log left behind", false, true),
    STALE_SINGLE("log on, an old single-file log beside it", true, true);

    private final String text;
    private final boolean on;
    private final boolean stale;

    State(String text, boolean on, boolean stale) {
      this.text = text;
      this.on = on;
      this.stale = stale;
    }

    private String config() {
      return on
          ? RedisProcess.THREESCALE
          : RedisProcess.THREESCALE.replace("appendonly yes", "appendonly no");
    }
  }

  /** One line of the table. */
  private record Row(
      String server,
      State state,
      String way,
      String said,
      long kept,
      long writes,
      long writesKept) {
    private long lost() {
      return KEYS - kept;
    }
  }

  private final List<Path> binaries;
  private final Path folder;
  private final List<Row> rows = new ArrayList<>();
  private int number;

  Matrix(List<Path> binaries, Path folder) {
    this.binaries = binaries;
    this.folder = folder;
  }

  int run(Path page) throws IOException {
    for (Path binary : binaries) {
      Path backup = backup();
      for (State state : State.values()) {
        for (DocumentedProcedure.Style style : DocumentedProcedure.Style.values()) {
          rows.add(documented(binary, state, backup, style));
        }
        for (LoadWay way : LoadWay.values()) {
          rows.add(ours(binary, state, backup, way));
        }
        System.out.println(RedisBinaries.version(binary) + ", " + state.text + ": played");
      }
    }
    String table = table();
    System.out.println(table);
    new Page(page).replaceTable(table);
    long lost = rows.stream().filter(row -> !baseline(row)).mapToLong(Row::lost).sum();
    long theirs = rows.stream().filter(Matrix::baseline).mapToLong(Row::lost).sum();
    long writes =
        rows.stream().filter(Matrix::baseline).mapToLong(r -> r.writes() - r.writesKept()).sum();
    System.out.printf(
        "RESULT name=redis-matrix rows=%d lost=%d duplicated=0 baseline_lost=%d"
            + " baseline_lost_writes=%d%n",
        rows.size(), lost, theirs, writes);
    return lost == 0 ? 0 : 1;
  }

  private static boolean baseline(Row row) {
    return row.way.startsWith("documented");
  }

  private Row documented(Path binary, State state, Path backup, DocumentedProcedure.Style style)
      throws IOException {
    Path data = prepared(binary, state);
    RedisProcess old = RedisProcess.start(binary, data, state.config());
    DocumentedProcedure.Outcome outcome =
        new DocumentedProcedure(binary, data, state.config()).restore(old, backup, style, true);
    Thread.yield();
    String way =
        style == DocumentedProcedure.Style.COMMENTED
            ? "documented"
            : "documented, with `save \"\"`";
    outcome.server().terminate();
    try (RedisProcess again = RedisProcess.start(binary, data, state.config())) {
      long writesKept = 0;
      for (String key : outcome.writes()) {
        writesKept += exists(again, key) ? 1 : 0;
      }
      return new Row(
          RedisBinaries.version(binary),
          state,
          way,
          outcome.green() ? "success" : "failure",
          kept(again),
          outcome.writes().size(),
          writesKept);
    }
  }

  private Row ours(Path binary, State state, Path backup, LoadWay way) throws IOException {
    Backups backups = new Backups(folder.resolve("store-" + number));
    FakeAttempt attempt = backups.attemptWith(backup);
    Path data = prepared(binary, state);
    String said;
    try (LocalInstallation redis = new LocalInstallation(binary, data, state.config())) {
      redis.up();
      LoadRedisHandler handler =
          new LoadRedisHandler(
              (target, a) -> redis.site(a), new SnapshotArtifacts(backups.stores()));
      try {
        Done done =
            (Done)
                handler.run(new LoadRedis(Backups.target(), Backups.ARTIFACT, way, null), attempt);
        said = "success";
        if (done.evidence().isEmpty()) {
          throw new IllegalStateException("A success without evidence");
        }
      } catch (StageProblem problem) {
        said = "failure: " + problem.code();
      }
      redis.crash();
    }
    try (RedisProcess again = RedisProcess.start(binary, data, state.config())) {
      return new Row(
          RedisBinaries.version(binary),
          state,
          way == LoadWay.FILE ? "Rekindle, by file" : "Rekindle, over the wire",
          said,
          kept(again),
          0,
          0);
    }
  }

  /** A folder with old data, as the state says. */
  private Path prepared(Path binary, State state) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data-" + ++number));
    if (state.stale) {
      Path writer = state == State.STALE_SINGLE ? RedisBinaries.redis6() : binary;
      fill(writer, data, RedisProcess.THREESCALE, "stale");
      Files.deleteIfExists(data.resolve("dump.rdb"));
    }
    if (state == State.STALE_SINGLE) {
      Files.move(data.resolve("appendonly.aof"), data.resolve("kept"));
    }
    fill(binary, data, state.config(), "old");
    if (state == State.STALE_SINGLE && !Files.exists(data.resolve("appendonly.aof"))) {
      Files.move(data.resolve("kept"), data.resolve("appendonly.aof"));
    }
    return data;
  }

  private static void fill(Path binary, Path data, String config, String name) throws IOException {
    RedisProcess server = RedisProcess.start(binary, data, config);
    try (var redis = server.connect()) {
      for (int n = 0; n < 31; n++) {
        redis.ask("SET", name + ":" + n, "before the disaster");
      }
      redis.ask("SAVE");
    }
    server.terminate();
  }

  private Path backup() throws IOException {
    Path source = Files.createDirectories(folder.resolve("source-" + ++number));
    try (RedisProcess server =
        RedisProcess.start(RedisBinaries.redis6(), source, RedisProcess.PLAIN)) {
      try (var redis = server.connect()) {
        for (int n = 0; n < KEYS; n++) {
          redis.ask("SET", "backup:" + n, "value " + n);
        }
        redis.ask("SAVE");
      }
    }
    return source.resolve("dump.rdb");
  }

  private static long kept(RedisProcess server) throws IOException {
    long kept = 0;
    try (var redis = server.connect()) {
      for (int n = 0; n < KEYS; n++) {
        kept += redis.ask("GET", "backup:" + n).text().equals("value " + n) ? 1 : 0;
      }
    }
    return kept;
  }

  private static boolean exists(RedisProcess server, String key) throws IOException {
    try (var redis = server.connect()) {
      return redis.ask("EXISTS", key).number() == 1;
    }
  }

  private String table() {
    StringBuilder text = new StringBuilder();
    text.append("| server | before | way | says | keys of ").append(KEYS);
    text.append(" kept | writes on the way kept |\n|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append(
          "| %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  row.server,
                  row.state.text,
                  row.way,
                  row.said,
                  row.lost() == 0 ? "" + row.kept : "**" + row.kept + "**",
                  row.writes == 0 ? "none made" : row.writesKept + " of " + row.writes));
    }
    return text.toString();
  }
}
