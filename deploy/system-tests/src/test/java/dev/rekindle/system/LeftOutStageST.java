package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.process.Await;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comparison that cannot turn red proves nothing: each data stage is left out once. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeftOutStageST {

  private Installation installation;

  @BeforeAll
  void start() {
    installation = Installation.started(17);
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"objects", "system-db", "zync-db", "backend-redis", "system-redis", "storage"})
  void leaving_a_data_stage_out_turns_the_comparison_red(String stage) {
    installation.sandbox().disaster();
    // The deleted pod of zync's database must be back, or the checks refuse to start.
    Await.until(
        Duration.ofSeconds(60),
        () -> "all stores to be readable",
        () ->
            installation.unexplained("exact").stream()
                .noneMatch(line -> line.contains("unreadable")));
    ObjectNode request = installation.request(installation.backupSet());
    Set.of(stage, "seen-ids", "quarantine-backend", "quarantine-system")
        .forEach(request.putArray("pauseBefore")::add);
    String id = installation.startApproved(request);
    installation.follow(id, Set.of("HELD"));
    installation.coordinator().skip(id, stage, "test", "leave it out");

    installation.follow(id, LeftOutStageST::pausedAfterData);

    assertThat(installation.unexplained("exact")).as("differences without " + stage).isNotEmpty();
    installation.coordinator().cancel(id, "test", "seen enough");
    installation.follow(id, Installation.ENDED);
  }

  private static boolean pausedAfterData(RestoreView view) {
    return view.state().equals("HELD") && view.reason().contains("seen-ids");
  }
}
