package dev.rekindle.sandbox.cluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.ObjectKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All objects of the cluster in memory, with one growing revision.
 *
 * <p>Objects handed out are shared and must not be changed; take a {@code deepCopy()} first.
 * Listeners are called in order, under the store's lock: they only queue.
 */
public final class ObjectStore {
  private static final int REMEMBERED = 5000;

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
  private final Deque<StoreEvent> history = new ArrayDeque<>();
  private final List<Consumer<StoreEvent>> listeners = new CopyOnWriteArrayList<>();
  private long revision = 500;
  private long forgotten = 500;

  /** Runs several steps as one: nobody else writes in between. */
  public <T> T inTransaction(Supplier<T> steps) {
    lock.lock();
    try {
      return steps.get();
    } finally {
      lock.unlock();
    }
  }

  public long revision() {
    return inTransaction(() -> revision);
  }

  /** The oldest revision a watch may start from. */
  public long oldest() {
    return inTransaction(() -> forgotten);
  }

  public Optional<ObjectNode> get(ObjectKey key) {
    return inTransaction(() -> Optional.ofNullable(objects.get(key)));
  }

  /** All objects of a kind, of one namespace or (empty) of all. */
  public List<ObjectNode> list(Kind kind, String namespace) {
    return inTransaction(() -> {
      ObjectKey from = new ObjectKey(kind.group(), kind.plural(), namespace, "");
      List<ObjectNode> found = new ArrayList<>();
      for (var entry : objects.tailMap(from).entrySet()) {
        ObjectKey key = entry.getKey();
        if (!key.isOf(kind) || (!namespace.isEmpty() && !key.namespace().equals(namespace))) {
          break;
        }
        found.add(entry.getValue());
      }
      return found;
    });
  }

  /** Every object there is. */
  public List<ObjectNode> everything() {
    return inTransaction(() -> List.copyOf(objects.values()));
  }

  /** Stores an object under a new revision, which it carries afterwards. */
  public ObjectNode put(ObjectKey key, ObjectNode object) {
    return inTransaction(() -> {
      ObjectNode stored = object.deepCopy();
      Json.ensure(stored, "metadata").put("resourceVersion", Long.toString(++revision));
      ObjectNode before = objects.put(key, stored);
      var change = before == null ? StoreEvent.Change.ADDED : StoreEvent.Change.MODIFIED;
      publish(new StoreEvent(revision, change, key, before, stored));
      return stored;
    });
  }

  public void remove(ObjectKey key) {
    inTransaction(() -> {
      ObjectNode before = objects.remove(key);
      if (before != null) {
        ObjectNode last = before.deepCopy();
        Json.ensure(last, "metadata").put("resourceVersion", Long.toString(++revision));
        publish(new StoreEvent(revision, StoreEvent.Change.DELETED, key, before, last));
      }
      return before != null;
    });
  }

  private void publish(StoreEvent event) {
    history.addLast(event);
    if (history.size() > REMEMBERED) {
      forgotten = history.removeFirst().revision();
    }
    listeners.forEach(listener -> listener.accept(event));
  }

  /**
   * Hears every change from now on, after those since a revision (pass {@link #revision()} for
   * none).
   *
   * @return stops the hearing
   */
  public Runnable subscribe(long since, Consumer<StoreEvent> listener) {
    return inTransaction(() -> {
      history.stream().filter(e -> e.revision() > since).forEach(listener);
      listeners.add(listener);
      return () -> listeners.remove(listener);
    });
  }

  /** Puts objects of a snapshot back, with their uids and revisions. */
  public void load(List<Entry> entries, long at) {
    inTransaction(() -> {
      entries.forEach(e -> objects.put(e.key(), e.object()));
      revision = Math.max(revision, at);
      forgotten = revision;
      return true;
    });
  }

  /** What a snapshot holds. */
  public Snapshot snapshot() {
    return inTransaction(() ->
        new Snapshot(
            revision,
            objects.entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue())).toList()));
  }

  /** One stored object. */
  public record Entry(ObjectKey key, ObjectNode object) {}

  /** All objects at a revision. */
  public record Snapshot(long revision, List<Entry> entries) {}
}
