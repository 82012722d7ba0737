package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A comparison that cannot turn red proves nothing: each stage that data depends on is left out
 * once, and the comparison must say so of that stage's store, and of no other.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
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
  @Order(1)
  @CsvSource({
    "objects, objects",
    "system-db, system-database",
    "zync-db, zync-database",
    "backend-redis, backend-redis",
    "system-redis, system-redis",
    "storage, system-storage"
  })
  void leaving_a_data_stage_out_turns_the_comparison_red(String stage, String store) {
    String id = restoreWithout(stage);

    installation.follow(id, LeftOutStageST::pausedAfterData);

    assertThat(installation.unexplained("exact"))
        .as("differences without " + stage)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith(store + ": "));
    installation.coordinator().cancel(id, "test", "seen enough");
    installation.follow(id, Installation.ENDED);
  }

  /** Old jobs that run are seen at the end only: until then they are part of the backup. */
  @ParameterizedTest
  @Order(2)
  @CsvSource({
    "quarantine-backend, backend-redis, 1/resque:",
    "quarantine-system, system-redis, 1/"
  })
  void leaving_a_quarantine_out_turns_the_last_comparison_red(
      String stage, String store, String queues) {
    String id = restoreWithout(stage);
    installation.follow(id, LeftOutStageST::pausedAfterData);
    assertThat(installation.unexplained("exact")).isEmpty();
    installation.coordinator().resume(id, "test", "let the old jobs run");

    RestoreView ended = installation.follow(id, Set.of("SUCCEEDED", "FAILED", "HELD", "CANCELLED"));

    assertThat(ended.state()).as(ended.toString()).isEqualTo("SUCCEEDED");
    assertThat(installation.unexplained("final"))
        .as("differences without " + stage)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith(store + ": " + queues));
  }

  private String restoreWithout(String stage) {
    installation.sandbox().disaster();
    // The deleted pod of zync's database must be back, or the checks refuse to start.
    Await.until(
        Duration.ofSeconds(60),
        () -> "all stores to be readable",
        () ->
            installation.unexplained("exact").stream()
                .noneMatch(line -> line.contains("unreadable")));
    ObjectNode request = installation.request(installation.backupSet());
    new TreeSet<>(List.of(stage, "seen-ids", "quarantine-backend", "quarantine-system"))
        .forEach(request.putArray("pauseBefore")::add);
    String id = installation.startApproved(request);
    installation.follow(id, Set.of("HELD"));
    installation.coordinator().skip(id, stage, "test", "leave it out");
    return id;
  }

  private static boolean pausedAfterData(RestoreView view) {
    return view.state().equals("HELD") && view.reason().contains("seen-ids");
  }
}
