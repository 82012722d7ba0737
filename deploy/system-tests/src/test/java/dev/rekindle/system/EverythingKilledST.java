package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.stack.Service;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A power cut: all processes at once, broker and databases included. */
@Tag("long")
class EverythingKilledST {

  @Test
  void after_a_power_cut_in_the_middle_the_restore_goes_on() {
    try (Installation installation = Installation.started(11)) {
      installation.sandbox().disaster();
      String id = installation.startApproved(installation.request(installation.backupSet()));
      installation.follow(id, EverythingKilledST::importing);

      for (Service service : Service.values()) {
        installation.stack.kill(service);
      }
      installation.stack.killSandbox();
      installation.stack.startSandbox(1, 11);
      installation.stack.startServices();
      RestoreView ended =
          installation.follow(id, Set.of("SUCCEEDED", "FAILED", "CANCELLED", "HELD"));

      assertThat(ended.state()).as(ended.toString()).isEqualTo("SUCCEEDED");
      assertThat(installation.unexplained("final")).isEmpty();
    }
  }

  private static boolean importing(RestoreView view) {
    return view.stage("system-db").orElseThrow().running()
        || view.stage("system-db").orElseThrow().ended();
  }
}
