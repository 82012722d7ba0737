package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.StageView;
import dev.rekindle.system.stack.Service;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A power cut: all processes at once, broker and databases included. */
@Tag("long")
class EverythingKilledST {

  /** Enough data for an import that is still at it when the cut comes. */
  private static final int SIZE = 4;

  private static final Set<String> RESTING = Set.of("HELD", "SUCCEEDED", "FAILED", "CANCELLED");

  @Test
  void after_a_power_cut_in_the_middle_of_an_import_the_restore_goes_on() {
    try (Installation installation = Installation.started(SIZE, 11)) {
      installation.sandbox().disaster();
      ObjectNode request = installation.request(installation.backupSet());
      Set.of("seen-ids", "quarantine-backend", "quarantine-system")
          .forEach(request.putArray("pauseBefore")::add);
      String id = installation.startApproved(request);
      // Not later: what is said to be read may be written by the time somebody hears of it.
      RestoreView cut = installation.follow(id, view -> imported(view).running());

      // The databases first: an import that goes on while others are killed is no power cut.
      installation.stack.killSandbox();
      for (Service service : Service.values()) {
        installation.stack.kill(service);
      }
      installation.stack.startSandbox(SIZE, 11);
      installation.stack.startServices();
      RestoreView held = installation.follow(id, RESTING);

      assertThat(held.state()).as(held.toString()).isEqualTo("HELD");
      assertThat(held.reason()).contains("seen-ids");
      assertThat(imported(held).attempts())
          .as("attempts; the import was to be unfinished at the cut: " + imported(cut))
          .isGreaterThan(imported(cut).attempts());
      installation.assertProven(installation.fingerprint, "exact");
      installation.coordinator().resume(id, "test", "data compared");
      RestoreView ended = installation.follow(id, RESTING);
      assertThat(ended.state()).as(ended.toString()).isEqualTo("SUCCEEDED");
      installation.assertProven(installation.fingerprint, "final");
    }
  }

  private static StageView imported(RestoreView view) {
    return view.stage("system-db").orElseThrow();
  }
}
