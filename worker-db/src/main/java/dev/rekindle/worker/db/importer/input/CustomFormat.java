package dev.rekindle.worker.db.importer.input;

import dev.rekindle.contract.message.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's custom format ({@code pg_dump -Fc}) as the text that its own tool makes of it:
 * {@code pg_restore -f -} reads the archive from its input and writes SQL. The tool must be
 * installed beside the importer, and be at least as new as the pg_dump that made the archive.
 */
final class CustomFormat extends InputStream {

  /** How such a file begins. */
  static final int[] MAGIC = {'P', 'G', 'D', 'M', 'P'};

  private static final String TOOL = "pg_restore";
  private static final int BUFFER = 1 << 16;
  private static final long PATIENCE_SECONDS = 30;

  private final InputStream archive;
  private @Nullable Running running;

  /** The tool at work: what it reads comes from a thread of its own. */
  private record Running(Process process, Path complaints, Thread feeder, Failure failure) {}

  /** What stopped the archive from being read. */
  private static final class Failure {
    private volatile @Nullable Throwable cause;
  }

  CustomFormat(InputStream archive) {
    this.archive = archive;
  }

  /**
   * The tool's version. Another version may write the same archive down in another way, so that an
   * import which goes on would be at another place.
   */
  static String version() throws IOException {
    try {
      Process process =
          new ProcessBuilder(TOOL, "--version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.strip();
    } catch (IOException e) {
      throw new DumpStream.Damaged(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "The dump is in PostgreSQL's custom format, and pg_restore, which reads it, is not installed beside"
              + " this worker; install PostgreSQL's client programs there, or take dumps with pg_dump -Fp",
          e);
    }
  }

  private Running start() throws IOException {
    Path complaints = Files.createTempFile("pg_restore", ".txt");
    ProcessBuilder builder = new ProcessBuilder(List.of(TOOL, "-f", "-"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectError(complaints.toFile()).start();
    Failure failure = new Failure();
    Thread feeder =
        Thread.ofPlatform()
            .name("pg_restore-input")
            .daemon()
            .start(() -> feed(process.getOutputStream(), failure));
    return new Running(process, complaints, feeder, failure);
  }

  private void feed(OutputStream out, Failure failure) {
    byte[] buffer = new byte[BUFFER];
    try (out) {
      for (int n = archive.read(buffer); n >= 0; n = archive.read(buffer)) {
        try {
          out.write(buffer, 0, n);
        } catch (IOException e) {
          // The tool has ended: it says itself whether it had all it needs.
          return;
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failure.cause = e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Running tool = running;
    if (tool == null) {
      tool = start();
      running = tool;
    }
    int count = tool.process().getInputStream().read(buffer, offset, length);
    if (count < 0) {
      end(tool);
    }
    return count;
  }

  /** The text is whole only when the tool says so. */
  private static void end(Running tool) throws IOException {
    int status;
    try {
      status =
          tool.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
              ? tool.process().exitValue()
              : -1;
      tool.feeder().join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("Interrupted while reading a dump");
    }
    switch (tool.failure().cause) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
    if (status != 0) {
      String said = Files.readString(tool.complaints(), StandardCharsets.ISO_8859_1).strip();
      throw new DumpStream.Damaged(
          said.contains("end of file") || said.contains("too short")
              ? ProblemCode.ARTIFACT_TRUNCATED
              : said.contains("unsupported version")
                  ? ProblemCode.ARTIFACT_UNSUPPORTED
                  : ProblemCode.ARTIFACT_CORRUPT,
          "pg_restore cannot read the dump: " + said.substring(0, Math.min(500, said.length())),
          new IOException("exit status " + status));
    }
  }

  @Override
  public void close() throws IOException {
    Running tool = running;
    if (tool != null) {
      tool.process().destroyForcibly();
      Files.deleteIfExists(tool.complaints());
    }
    archive.close();
  }
}
