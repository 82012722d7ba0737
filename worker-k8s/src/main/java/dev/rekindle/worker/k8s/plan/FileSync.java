package dev.rekindle.worker.k8s.plan;

import dev.rekindle.contract.backup.FileListing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes a folder equal to a listing: what differs is copied, what is too much is removed, what
 * is equal is not touched, so that a repeat does only the rest.
 *
 * @param remove paths, relative, that the listing does not have; first, so that a file may take a
 *     directory's place
 * @param copy files that are missing or different
 * @param equal number of files that are right already
 */
public record FileSync(List<String> remove, List<FileListing.Entry> copy, int equal) {

  public FileSync {
    remove = List.copyOf(remove);
    copy = List.copyOf(copy);
  }

  /** Compares. */
  public static FileSync between(FileListing wanted, FileListing live) {
    Map<String, FileListing.Entry> there = new HashMap<>();
    live.files().forEach(file -> there.put(file.path(), file));
    List<FileListing.Entry> copy = new ArrayList<>();
    int equal = 0;
    for (FileListing.Entry file : wanted.files()) {
      if (file.equals(there.remove(file.path()))) {
        equal++;
      } else {
        copy.add(file);
        there.remove(file.path());
      }
    }
    return new FileSync(there.keySet().stream().sorted().toList(), copy, equal);
  }

  /** Bytes that are copied. */
  public long bytes() {
    return copy.stream().mapToLong(FileListing.Entry::bytes).sum();
  }

  /**
   * Folders above removed files, the deepest first: they go when nothing is left in them, because a
   * file of the backup may have the name of what was a folder.
   */
  public static List<String> foldersOf(Collection<String> removed) {
    Set<String> folders = new HashSet<>();
    for (String path : removed) {
      for (int at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
        folders.add(path.substring(0, at));
      }
    }
    return folders.stream()
        .sorted(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /**
   * Why a path cannot be a file below a folder; empty when it can. A path that leads out of the
   * folder would let a backup write anywhere on the volume.
   */
  public static String fault(String path) {
    if (path.isEmpty() || path.startsWith("/") || path.endsWith("/")) {
      return "is not relative to a file";
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return "has the part '" + part + "'";
      }
    }
    return path.indexOf('\0') >= 0 ? "has a NUL character" : "";
  }
}
