package dev.rekindle.sandbox.cluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every change since the last snapshot, a line each, written before the change is answered: what a
 * real API server has acknowledged survives its death, and so it must here. The folder holds one
 * file a snapshot period, named by the first revision that may be in it.
 */
final class ChangeLog {

  private final Path folder;
  private Path current;

  ChangeLog(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.current = folder;
  }

  /** Begins a new file; changes up to now are in older ones. */
  synchronized void rotate(long revision) throws IOException {
    current = folder.resolve(String.format("%020d", revision));
    if (!Files.exists(current)) {
      Files.createFile(
          current,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  /** Appends a change; returns when the operating system has it. */
  synchronized void append(StoreEvent event) {
    ObjectNode line = Json.object().put("revision", event.revision());
    ObjectKey key = event.key();
    line.put("group", key.group())
        .put("plural", key.plural())
        .put("namespace", key.namespace())
        .put("name", key.name());
    if (event.change() != StoreEvent.Change.DELETED) {
      line.set("object", event.object());
    }
    try {
      Files.writeString(current, Json.write(line) + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("The change log " + current + " cannot be written", e);
    }
  }

  /** Removes the files before the current one: a snapshot holds their changes. */
  synchronized void forget() throws IOException {
    for (Path file : files()) {
      if (!file.equals(current)) {
        Files.delete(file);
      }
    }
  }

  /**
   * Plays the changes after a revision over the objects of a snapshot. A line that a crash cut off
   * was never answered.
   *
   * @return the last revision
   */
  long replay(Map<ObjectKey, ObjectNode> objects, long after) throws IOException {
    long last = after;
    for (Path file : files()) {
      for (String text : Files.readString(file).split("\n", -1)) {
        JsonNode line =
            text.endsWith("}") ? Json.read(text.getBytes(StandardCharsets.UTF_8)) : Json.object();
        if (line.path("revision").asLong() > last) {
          last = line.path("revision").asLong();
          apply(objects, line);
        }
      }
    }
    return last;
  }

  private static void apply(Map<ObjectKey, ObjectNode> objects, JsonNode line) {
    ObjectKey key = StoreSnapshot.key(line);
    if (line.has("object")) {
      objects.put(key, (ObjectNode) line.path("object"));
    } else {
      objects.remove(key);
    }
  }

  private Iterable<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
