package dev.rekindle.worker.redis.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.worker.kit.cluster.ExecResult;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.server.ServerVersion;
import dev.rekindle.worker.redis.site.Volume;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts in a real shell, killed at every command that changes something. */
class DataFolderTest {

  private static final byte[] RDB = "REDIS0009 the snapshot".getBytes();
  private static final String LOG = "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n";

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"6.2.11", "7.0.15"})
  void killed_at_any_command_nothing_is_lost_and_the_next_attempt_goes_on(String text)
      throws Exception {
    ServerVersion version = ServerVersion.parse(text).orElseThrow();
    boolean killed = true;
    for (int point = 1; killed; point++) {
      // Given
      Path data = Files.createDirectories(root.resolve("data-" + point));
      Files.writeString(data.resolve("dump.rdb"), "old dump");
      Files.writeString(data.resolve("appendonly.aof"), "old log");
      Files.createDirectory(data.resolve("appendonlydir"));
      Files.writeString(data.resolve("appendonlydir/appendonly.aof.manifest"), "old manifest");
      FakeAttempt first = FakeAttempt.simple();
      killed = !completes(data, first, version, point);

      // When
      boolean done = completes(data, first.next(), version, 0);

      // Then
      assertThat(done).as("killed at " + point).isTrue();
      assertThat(texts(data.resolve("rekindle")))
          .as("killed at " + point)
          .contains("old dump", "old log", "old manifest");
      assertThat(data.resolve("dump.rdb")).hasBinaryContent(RDB);
      if (version.multiPartLog()) {
        assertThat(data.resolve("appendonlydir/appendonly.aof.1.base.rdb")).hasBinaryContent(RDB);
        assertThat(data.resolve("appendonlydir/appendonly.aof.1.incr.aof"))
            .hasBinaryContent(LOG.getBytes());
        assertThat(data.resolve("appendonlydir/appendonly.aof.manifest"))
            .hasContent(
                "file appendonly.aof.1.base.rdb seq 1 type b\n"
                    + "file appendonly.aof.1.incr.aof seq 1 type i\n");
        assertThat(data.resolve("appendonly.aof")).doesNotExist();
      } else {
        assertThat(data.resolve("appendonly.aof"))
            .hasBinaryContent((new String(RDB) + LOG).getBytes());
        assertThat(data.resolve("appendonlydir")).doesNotExist();
      }
    }
  }

  @Test
  void marker_is_read_back() throws Exception {
    // Given
    Path data = Files.createDirectories(root.resolve("data"));
    FakeAttempt attempt = FakeAttempt.simple();
    completes(data, attempt, ServerVersion.parse("7.0.15").orElseThrow(), 0);

    // When
    var placed = new DataFolder(new ShellVolume(data, 0), attempt.ref()).placed();

    // Then
    assertThat(placed).contains("digest");
  }

  @Test
  void room_counts_what_arrived_before() throws Exception {
    // Given
    Path data = Files.createDirectories(root.resolve("data"));
    FakeAttempt attempt = FakeAttempt.simple();
    DataFolder folder = new DataFolder(new ShellVolume(data, 0), attempt.ref());
    long before = folder.room().orElseThrow();
    folder.receive(source(), bytes -> {});

    // When
    long after = folder.room().orElseThrow();

    // Then
    assertThat(after % 1024).isEqualTo(RDB.length);
    assertThat(before % 1024).isZero();
  }

  private static boolean completes(
      Path data, FakeAttempt attempt, ServerVersion version, int kill) {
    ShellVolume volume = new ShellVolume(data, kill);
    DataFolder folder = new DataFolder(volume, attempt.ref());
    try {
      if (folder.placed().isPresent()) {
        return true;
      }
      folder.receive(source(), bytes -> {});
      folder.moveAside(FileNames.USUAL);
      folder.place(version, FileNames.USUAL, "digest", LOG);
      return true;
    } catch (StageProblem e) {
      return false;
    }
  }

  private static List<String> texts(Path folder) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file).strip());
      }
    }
    return texts;
  }

  private static PodFiles.Source source() {
    return new PodFiles.Source() {
      @Override
      public long bytes() {
        return RDB.length;
      }

      @Override
      public String sha256() {
        return "digest";
      }

      @Override
      public InputStream open(long offset) {
        return new ByteArrayInputStream(RDB);
      }
    };
  }

  /** Kills the shell instead of running the n-th command that changes something. */
  private static final class ShellVolume implements Volume {
    private final Path data;
    private final int killAt;
    private final Path counter;

    private ShellVolume(Path data, int killAt) {
      this.data = data;
      this.killAt = killAt;
      try {
        this.counter = Files.createTempFile("commands", ".count");
        Files.writeString(counter, "0\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String folder() {
      return data.toString();
    }

    @Override
    public ExecResult run(String what, String script, String... arguments) {
      String counting =
          "step() { read -r n < "
              + counter
              + "; n=$((n+1)); echo $n > "
              + counter
              + "; [ $n != "
              + killAt
              + " ] || kill -9 $$; command \"$@\"; }\n"
              + "mv() { step mv \"$@\"; }\ncp() { step cp \"$@\"; }\nln() { step ln \"$@\"; }\n"
              + "mkdir() { step mkdir \"$@\"; }\nrm() { step rm \"$@\"; }\n"
              + "printf() { step printf \"$@\"; }\nsync() { :; }\n";
      List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", counting + script, "sh"));
      command.addAll(List.of(arguments));
      try {
        Process shell = new ProcessBuilder(command).start();
        String out = new String(shell.getInputStream().readAllBytes());
        String err = new String(shell.getErrorStream().readAllBytes());
        return new ExecResult(shell.waitFor(), out, err, true);
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void upload(String path, PodFiles.Source source, PodFiles.Meter meter) {
      try {
        Files.createDirectories(Path.of(path).getParent());
        Files.write(Path.of(path), RDB);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public PodFiles.Content download(String path, OutputStream to, PodFiles.Meter meter) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
