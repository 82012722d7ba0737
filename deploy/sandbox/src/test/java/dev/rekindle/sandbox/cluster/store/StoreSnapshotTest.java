package dev.rekindle.sandbox.cluster.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.ObjectKey;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered must be there after a death without goodbye. */
class StoreSnapshotTest {

  private static final ObjectKey A = new ObjectKey("", "secrets", "n", "a");
  private static final ObjectKey B = new ObjectKey("", "secrets", "n", "b");

  @TempDir Path folder;

  @Test
  void a_change_is_on_disk_as_soon_as_it_is_made() {
    ObjectStore dying = opened();
    dying.put(A, object("1"));
    dying.put(A, object("2"));
    dying.put(B, object("1"));
    dying.remove(B);

    // Nothing is closed: the process was killed.
    ObjectStore later = opened();

    assertThat(later.get(A).orElseThrow().path("value").asText()).isEqualTo("2");
    assertThat(later.get(B)).isEmpty();
    assertThat(later.revision()).isEqualTo(dying.revision());
  }

  @Test
  void changes_after_a_snapshot_are_played_over_it() {
    ObjectStore first = new ObjectStore();
    StoreSnapshot snapshot = new StoreSnapshot(first, folder.resolve("objects.json"));
    first.put(A, object("1"));
    snapshot.close();
    ObjectStore second = opened();
    second.put(A, object("2"));

    ObjectStore third = opened();

    assertThat(third.get(A).orElseThrow().path("value").asText()).isEqualTo("2");
  }

  @SuppressWarnings("resource") // left open on purpose
  private ObjectStore opened() {
    ObjectStore store = new ObjectStore();
    new StoreSnapshot(store, folder.resolve("objects.json"));
    return store;
  }

  private static ObjectNode object(String value) {
    return Json.object().put("value", value);
  }
}
