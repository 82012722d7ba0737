package dev.rekindle.sandbox.cluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The store on disk: written at most once a second while it changes, and at the end. It holds
 * Secrets: the owner's eyes only.
 */
public final class StoreSnapshot implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final ObjectStore store;
  private final Path file;
  private final Thread writer;
  private long written = -1;

  /** Loads what is there, then keeps the file up to date. */
  public StoreSnapshot(ObjectStore store, Path file) {
    this.store = store;
    this.file = file;
    if (Files.exists(file)) {
      load();
    }
    this.writer = Thread.ofVirtual().name("snapshot").start(this::follow);
  }

  private void load() {
    try {
      JsonNode whole = Json.read(Files.readAllBytes(file));
      List<ObjectStore.Entry> entries = new ArrayList<>();
      for (ObjectNode entry : Json.objects(whole.path("objects"))) {
        ObjectKey key =
            new ObjectKey(
                entry.path("group").asText(),
                entry.path("plural").asText(),
                entry.path("namespace").asText(),
                entry.path("name").asText());
        entries.add(new ObjectStore.Entry(key, (ObjectNode) entry.path("object")));
      }
      store.load(entries, whole.path("revision").asLong());
    } catch (IOException e) {
      throw new UncheckedIOException("the snapshot " + file + " cannot be read", e);
    }
  }

  private void follow() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        write();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void write() {
    ObjectStore.Snapshot snapshot = store.snapshot();
    if (snapshot.revision() == written) {
      return;
    }
    ObjectNode whole = Json.object().put("revision", snapshot.revision());
    ArrayNode objects = whole.putArray("objects");
    for (ObjectStore.Entry entry : snapshot.entries()) {
      ObjectKey key = entry.key();
      ObjectNode node = objects.addObject().put("group", key.group()).put("plural", key.plural());
      node.put("namespace", key.namespace()).put("name", key.name()).set("object", entry.object());
    }
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.deleteIfExists(next);
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(next, Json.write(whole));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = snapshot.revision();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    writer.interrupt();
    write();
  }
}
