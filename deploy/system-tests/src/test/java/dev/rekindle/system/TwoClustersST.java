package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Service;
import dev.rekindle.system.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clusters, each with workers of its own, one coordinator, and both broken at once. */
@Tag("long")
class TwoClustersST {

  private static final List<Service> WORKERS =
      Arrays.stream(Service.values()).filter(service -> service != Service.COORDINATOR).toList();

  @TempDir Path catalog;
  @TempDir Path westHome;

  private Installation east;
  private Stack west;

  @AfterEach
  void stop() {
    west.close();
    east.close();
  }

  @Test
  void both_are_restored_in_one_go_and_no_worker_touches_the_others_cluster() throws Exception {
    // Given
    east = Installation.started(41);
    Path westFingerprint = startWest();
    bothInTheCatalogue();
    east.sandbox().disaster();
    west.sandbox().disaster();

    // When
    String inEast = east.startApproved(east.request(east.backupSet()));
    String inWest =
        east.startApproved(
            east.request(west.layout().newestBackup().orElseThrow())
                .put("application", "threescale-west"));

    // Then
    assertThat(east.follow(inEast, view -> view.state().equals("RUNNING"))).isNotNull();
    restored(inEast, east.fingerprint, east.stack);
    restored(inWest, westFingerprint, west);
    assertThat(overlap(inEast, inWest)).as("they ran at the same time").isTrue();
  }

  private Path startWest() {
    Layout layout = new Layout(east.stack.layout().root(), westHome);
    west = new Stack(layout);
    west.startSandboxBeside(east.stack.layout(), "west", 1, 42);
    for (Service worker : WORKERS) {
      west.override(
          worker, "rekindle.worker.artifact.stores.west.directory", layout.backups().toString());
      west.start(worker);
    }
    west.awaitReady();
    Path fingerprint = layout.home().resolve("fingerprint.json");
    west.sandbox().backup(fingerprint);
    west.sandbox().moreWrites();
    return fingerprint;
  }

  private void bothInTheCatalogue() throws Exception {
    Files.writeString(
        catalog.resolve("applications.yaml"),
        """
        clusters: [east, west]
        applications:
          - name: threescale
            cluster: east
            namespace: threescale
            plan: threescale
            store: backups
            parameters: {sidekiqReplicas: "2", workerReplicas: "2"}
          - name: threescale-west
            cluster: west
            namespace: threescale
            plan: threescale
            store: west
            parameters: {sidekiqReplicas: "2", workerReplicas: "2"}
        """);
    Stack stack = east.stack;
    stack.override(
        Service.COORDINATOR, "rekindle.coordinator.catalog.directory", catalog.toString());
    stack.override(
        Service.COORDINATOR,
        "rekindle.coordinator.artifact.stores.west.directory",
        west.layout().backups().toString());
    stack.kill(Service.COORDINATOR);
    stack.start(Service.COORDINATOR);
    stack.awaitReady();
  }

  private void restored(String id, Path fingerprint, Stack where) {
    RestoreView ended = east.follow(id, Installation.ENDED);
    assertThat(ended.state()).as(ended.toString()).isEqualTo("SUCCEEDED");
    String cluster = where.description().cluster();
    assertThat(workers(id)).as("workers of " + id).isNotEmpty().allMatch(w -> w.endsWith(cluster));
    var comparison = where.sandbox().compare(fingerprint, "final");
    Proof.record("restore of " + cluster, comparison.lost(), comparison.surplus());
    assertThat(comparison.unexplained()).as(cluster).isEmpty();
    assertThat(comparison.proves()).isTrue();
  }

  /** Everybody who said something about a restore. */
  private TreeSet<String> workers(String id) {
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode entry : east.coordinator().journal(id).path("items")) {
      JsonNode worker = entry.at("/fact/worker");
      if (worker.isTextual()) {
        names.add(worker.asText());
      }
    }
    return names;
  }

  private boolean overlap(String one, String other) {
    return first(one).compareTo(last(other)) < 0 && first(other).compareTo(last(one)) < 0;
  }

  private String first(String id) {
    return east.coordinator().journal(id).path("items").get(0).at("/fact/at").asText();
  }

  private String last(String id) {
    JsonNode items = east.coordinator().journal(id).path("items");
    return items.get(items.size() - 1).at("/fact/at").asText();
  }
}
