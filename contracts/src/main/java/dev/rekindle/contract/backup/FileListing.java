package dev.rekindle.contract.backup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The files of a folder artefact.
 *
 * @param files sorted by path, so that equal folders have equal digests
 */
public record FileListing(List<Entry> files) {

  /**
   * One regular file.
   *
   * @param path relative to the folder, with forward slashes
   * @param sha256 lower case hex
   */
  public record Entry(String path, long bytes, String sha256) {}

  public FileListing {
    files = files.stream().sorted((a, b) -> a.path().compareTo(b.path())).toList();
  }

  /** Sum of the files' sizes. */
  public long bytes() {
    return files.stream().mapToLong(Entry::bytes).sum();
  }

  /** SHA-256 over one line {@code sha256 SPACE bytes SPACE path LF} a file, lower case hex. */
  public String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Entry file : files) {
        sha.update(
            (file.sha256() + " " + file.bytes() + " " + file.path() + "\n")
                .getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
