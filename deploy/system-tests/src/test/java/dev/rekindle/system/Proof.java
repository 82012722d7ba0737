package dev.rekindle.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a system test found about data that must be what it was; {@code ./rekindle test} sums it up.
 */
public final class Proof {

  private static final Path FOLDER = Path.of("target", "proofs");

  private Proof() {}

  /** Notes what a comparison found. */
  public static void record(String what, long lost, long duplicated) {
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(
          Files.createTempFile(FOLDER, "proof", ".txt"),
          "lost=" + lost + " duplicated=" + duplicated + " in " + what + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
