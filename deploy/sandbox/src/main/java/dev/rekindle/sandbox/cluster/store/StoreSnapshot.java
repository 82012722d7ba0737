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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The store on disk: every change at once in a log, the whole at most once a second while it
 * changes, and at the end. It holds Secrets: the owner's eyes only.
 */
public final class StoreSnapshot implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final ObjectStore store;
  private final Path file;
  private final ChangeLog log;
  private final Thread writer;
  private long written = -1;

  /** Loads what is there, then keeps the file up to date. */
  public StoreSnapshot(ObjectStore store, Path file) {
    this.store = store;
    this.file = file;
    try {
      this.log = new ChangeLog(file.resolveSibling("changes"));
      load();
      log.rotate(store.revision());
    } catch (IOException e) {
      throw new UncheckedIOException("the snapshot " + file + " cannot be read", e);
    }
    store.subscribe(store.revision(), log::append);
    this.writer = Thread.ofVirtual().name("snapshot").start(this::follow);
  }

  private void load() throws IOException {
    Map<ObjectKey, ObjectNode> objects = new LinkedHashMap<>();
    long revision = 0;
    if (Files.exists(file)) {
      JsonNode whole = Json.read(Files.readAllBytes(file));
      revision = whole.path("revision").asLong();
      for (ObjectNode entry : Json.objects(whole.path("objects"))) {
        objects.put(key(entry), (ObjectNode) entry.path("object"));
      }
    }
    revision = log.replay(objects, revision);
    List<ObjectStore.Entry> entries = new ArrayList<>();
    objects.forEach((key, object) -> entries.add(new ObjectStore.Entry(key, object)));
    store.load(entries, revision);
  }

  static ObjectKey key(JsonNode entry) {
    return new ObjectKey(
        entry.path("group").asText(),
        entry.path("plural").asText(),
        entry.path("namespace").asText(),
        entry.path("name").asText());
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
    if (store.revision() == written) {
      return;
    }
    // Changes from here on go to a new file; those that the snapshot has too are skipped when it is
    // played.
    rotate();
    ObjectStore.Snapshot snapshot = store.snapshot();
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
      log.forget();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rotate() {
    try {
      log.rotate(store.revision());
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
