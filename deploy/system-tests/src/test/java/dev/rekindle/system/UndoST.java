package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.system.api.RestoreView;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was there before a restore comes back from its safety copies. */
@Tag("long")
class UndoST {

  @Test
  void a_cancel_in_the_middle_of_an_import_can_be_undone() {
    try (Installation installation = Installation.started(13)) {
      Path before = installation.stack.layout().home().resolve("before.json");
      installation.sandbox().fingerprint(before);
      String id = installation.startApproved(installation.request(installation.backupSet()));
      installation.follow(id, view -> view.stage("system-db").orElseThrow().running());
      installation.coordinator().cancel(id, "test", "wrong backup");
      RestoreView cancelled =
          installation.follow(id, Set.of("CANCELLED", "HELD", "FAILED", "SUCCEEDED"));

      String undo = installation.startApproved(installation.request("safety-" + id));
      RestoreView undone =
          installation.follow(undo, Set.of("SUCCEEDED", "FAILED", "CANCELLED", "HELD"));

      assertThat(cancelled.state()).as(cancelled.toString()).isEqualTo("CANCELLED");
      assertThat(undone.state()).as(undone.toString()).isEqualTo("SUCCEEDED");
      assertThat(installation.sandbox().compare(before, "final").unexplained()).isEmpty();
    }
  }

  @Test
  void a_restore_that_succeeded_can_be_undone() {
    try (Installation installation = Installation.started(14)) {
      Path before = installation.stack.layout().home().resolve("before.json");
      installation.sandbox().fingerprint(before);
      String id = installation.startApproved(installation.request(installation.backupSet()));
      RestoreView restored =
          installation.follow(id, Set.of("SUCCEEDED", "FAILED", "CANCELLED", "HELD"));

      String undo = installation.startApproved(installation.request("safety-" + id));
      RestoreView undone =
          installation.follow(undo, Set.of("SUCCEEDED", "FAILED", "CANCELLED", "HELD"));

      assertThat(restored.state()).as(restored.toString()).isEqualTo("SUCCEEDED");
      assertThat(undone.state()).as(undone.toString()).isEqualTo("SUCCEEDED");
      assertThat(installation.sandbox().compare(before, "final").unexplained()).isEmpty();
    }
  }
}
