package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns set names and relative paths into files below one root, and nothing else. */
final class SafePaths {

  private final Path root;

  SafePaths(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  Path set(String set) {
    if (set.indexOf('/') >= 0) {
      throw refused(set);
    }
    return inside(root, set);
  }

  /** The empty path is the set itself. */
  Path file(String set, String path) {
    Path folder = set(set);
    return path.isEmpty() ? folder : inside(folder, path);
  }

  private Path inside(Path base, String path) {
    if (path.isEmpty() || path.startsWith("/") || path.indexOf('\0') >= 0 || hasBackslash(path)) {
      throw refused(path);
    }
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw refused(path);
      }
    }
    Path resolved = base.resolve(path).normalize();
    if (!resolved.startsWith(base) || escapesThroughLink(resolved)) {
      throw refused(path);
    }
    return resolved;
  }

  /** On Linux a backslash is a letter like any other, and uploads have such names. */
  private static boolean hasBackslash(String path) {
    return File.separatorChar == '\\' && path.indexOf('\\') >= 0;
  }

  /** A symbolic link inside the store must not lead out of it. */
  private boolean escapesThroughLink(Path resolved) {
    Path existing = resolved;
    while (existing != null && !existing.equals(root) && !Files.exists(existing)) {
      if (Files.isSymbolicLink(existing)) {
        return true;
      }
      existing = existing.getParent();
    }
    try {
      return existing != null
          && Files.exists(root)
          && !existing.toRealPath().startsWith(root.toRealPath());
    } catch (IOException e) {
      return true;
    }
  }

  private static StageProblem refused(String path) {
    return StageProblem.permanent(
        ProblemCode.SPEC_INVALID,
        "'%s' is no path inside a backup set: relative, forward slashes, no dots as a segment"
            .formatted(path.replace('\0', '?')));
  }
}
