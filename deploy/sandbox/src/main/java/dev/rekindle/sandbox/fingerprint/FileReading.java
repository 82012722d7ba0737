package dev.rekindle.sandbox.fingerprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a folder: every regular file's size and digest by its path. */
final class FileReading {

  private FileReading() {}

  static SortedMap<String, String> read(Path folder) {
    SortedMap<String, String> items = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return items;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        items.put(folder.relativize(file).toString(), bytes.length + " " + ContentDigest.of(bytes));
      }
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder, e);
    }
  }
}
