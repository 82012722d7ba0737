package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.system.api.RestoreView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was there before a restore comes back from its safety copies. */
@Tag("long")
class UndoST {

  private static final Set<String> RESTING = Set.of("HELD", "SUCCEEDED", "FAILED", "CANCELLED");

  @Test
  void a_cancel_in_the_middle_of_an_import_can_be_undone() throws IOException {
    try (Installation installation = Installation.started(4, 13)) {
      Path before = installation.stack.layout().home().resolve("before.json");
      String id = startedOver(installation, before);
      installation.follow(id, view -> view.stage("system-db").orElseThrow().underWay());
      installation.coordinator().cancel(id, "test", "wrong backup");
      RestoreView cancelled = installation.follow(id, RESTING);

      RestoreView undone = undone(installation, id);

      assertThat(cancelled.state()).as(cancelled.toString()).isEqualTo("CANCELLED");
      assertThat(cancelled.stage("system-db").orElseThrow().status())
          .as("the import was to be unfinished at the cancel")
          .isEqualTo("CANCELLED");
      assertThat(undone.state()).as(undone.toString()).isEqualTo("SUCCEEDED");
      installation.assertProven(before, "final");
    }
  }

  @Test
  void a_restore_that_succeeded_can_be_undone() throws IOException {
    try (Installation installation = Installation.started(14)) {
      Path before = installation.stack.layout().home().resolve("before.json");
      String id = startedOver(installation, before);
      RestoreView restored = installation.follow(id, RESTING);

      RestoreView undone = undone(installation, id);

      assertThat(restored.state()).as(restored.toString()).isEqualTo("SUCCEEDED");
      assertThat(undone.state()).as(undone.toString()).isEqualTo("SUCCEEDED");
      installation.assertProven(before, "final");
    }
  }

  /**
   * Starts a restore and writes down what it is about to overwrite: the data at the moment of the
   * safety copies, when nobody writes any more, and the cluster's objects as they were before.
   */
  private static String startedOver(Installation installation, Path before) throws IOException {
    ObjectMapper json = new ObjectMapper();
    installation.sandbox().fingerprint(before);
    ObjectNode running = (ObjectNode) json.readTree(before.toFile());
    ObjectNode request = installation.request(installation.backupSet());
    request.putArray("pauseBefore").add("objects");
    String id = installation.startApproved(request);
    RestoreView held = installation.follow(id, RESTING);
    assertThat(held.state()).as(held.toString()).isEqualTo("HELD");
    installation.sandbox().fingerprint(before);
    ObjectNode still = (ObjectNode) json.readTree(before.toFile());
    still.withObject("/stores").set("objects", running.at("/stores/objects"));
    json.writeValue(before.toFile(), still);
    installation.coordinator().resume(id, "test", "written down");
    return id;
  }

  private static RestoreView undone(Installation installation, String id) {
    String undo = installation.startApproved(installation.request("safety-" + id));
    return installation.follow(undo, RESTING);
  }
}
