package dev.rekindle.worker.redis.volume;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The files of an append-only log, as they lie in the data folder. */
public record LogFiles(List<File> files) {

  /**
   * One file.
   *
   * @param inode tells it from a successor of the same name; a file of another name may have it
   *     later
   * @param path relative to the data folder
   */
  record File(String inode, long bytes, String path) {
    private boolean base() {
      return path.contains(".base.");
    }

    private String identity() {
      return inode + " " + path;
    }
  }

  public LogFiles {
    files = List.copyOf(files);
  }

  /**
   * Whether a rewrite ended in between: since 7.0 a new base file with a manifest, before a new
   * file in place of the old one.
   */
  public boolean rewrittenSince(LogFiles before) {
    boolean parts = files.stream().anyMatch(File::base);
    boolean manifest = files.stream().anyMatch(file -> file.path.endsWith(".manifest"));
    Set<String> known = before.files.stream().map(File::identity).collect(Collectors.toSet());
    return (!parts || manifest)
        && files.stream()
            .filter(file -> !parts || file.base())
            .filter(file -> !file.path.endsWith(".manifest"))
            .anyMatch(file -> file.bytes > 0 && !known.contains(file.identity()));
  }

  static LogFiles parse(String listing) {
    return new LogFiles(
        listing
            .lines()
            .map(line -> line.split(" ", 3))
            .filter(parts -> parts.length == 3)
            .map(parts -> new File(parts[0], Long.parseLong(parts[1].strip()), parts[2]))
            .toList());
  }

  @Override
  public String toString() {
    return files.isEmpty()
        ? "no file"
        : files.stream()
            .map(file -> file.path + " (" + file.bytes + " bytes)")
            .collect(Collectors.joining(", "));
  }
}
