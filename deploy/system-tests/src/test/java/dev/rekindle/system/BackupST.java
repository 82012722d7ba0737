package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.StageView;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.Signals;
import dev.rekindle.system.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A backup set that Rekindle made while the application ran, and a restore from it. */
@Tag("long")
class BackupST {

  private static final Set<String> RESTING = Set.of("HELD", "SUCCEEDED", "FAILED", "CANCELLED");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Installation installation;
  private Path home;

  @BeforeEach
  void start() {
    installation = Installation.bare(43);
    home = installation.stack.layout().home();
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void what_was_saved_through_kills_and_a_broken_pipe_comes_back_and_no_other_set_is_taken()
      throws Exception {
    // Given
    Path enough = home.resolve("enough");
    Thread still =
        Thread.ofVirtual()
            .start(() -> installation.sandbox().still(installation.fingerprint, enough));
    Await.until(PATIENCE, () -> "the fingerprint", () -> Files.exists(installation.fingerprint));

    // When
    String made = madeThroughKillsAndABrokenPipe();
    Files.createFile(enough);
    still.join(PATIENCE);

    // Then
    assertThat(installation.coordinator().usableBackups("threescale"))
        .isEqualTo(Map.of(made, true));
    assertThatWhatWasDamagedIsNeverSealed(made);
    assertThatItComesBack(made);
    assertThatThePlanIsDryRunFromTheCommandLine();
  }

  /** Holds before each stage where something is to happen to it. */
  private String madeThroughKillsAndABrokenPipe() {
    String id = order("system-db", "zync-db", "seal");
    awaitPause(id, "system-db");
    whileStopped(
        "mariadbd",
        home,
        () -> {
          resume(id);
          awaitRunning(id, "system-db");
          installation.stack.kill(Service.WORKER_DB);
        });
    installation.stack.start(Service.WORKER_DB);

    awaitPause(id, "zync-db");
    whileStopped(
        "postgres",
        home.resolve("cluster"),
        () -> {
          resume(id);
          awaitDumpPrograms().forEach(Signals::killIfThere);
        });

    awaitPause(id, "seal");
    assertThatNobodyTakesIt(installation.coordinator().backupSet(id));
    for (Service service : Service.values()) {
      installation.stack.kill(service);
    }
    for (Service service : Service.values()) {
      installation.stack.start(service);
    }
    installation.stack.awaitReady();
    resume(id);
    RestoreView ended = installation.follow(id, RESTING);
    assertThat(ended.state()).as(ended.toString()).isEqualTo("SUCCEEDED");
    assertThat(ended.stage("system-db").orElseThrow().attempts()).isGreaterThan(1);
    assertThat(ended.stage("zync-db").orElseThrow().attempts()).isGreaterThan(1);
    return installation.coordinator().backupSet(id);
  }

  private void assertThatNobodyTakesIt(String set) {
    assertThat(installation.coordinator().usableBackups("threescale")).isEmpty();
    assertThat(refusal("newest")).contains("BACKUP_UNKNOWN");
    assertThat(refusal(set)).contains("BACKUP_NOT_SEALED");
  }

  private String refusal(String set) {
    return installation
        .coordinator()
        .post("/api/v1/restores", installation.request(set).toString());
  }

  /**
   * A copy that lost its end is found before the set counts, and the set before it stays newest.
   */
  private void assertThatWhatWasDamagedIsNeverSealed(String made) throws IOException {
    String id = order("seal");
    awaitPause(id, "seal");
    Path set =
        installation.stack.layout().backups().resolve(installation.coordinator().backupSet(id));
    Path dump = set.resolve("zync-database.sql.gz");
    try (FileChannel file = FileChannel.open(dump, StandardOpenOption.WRITE)) {
      FileChannel _ = file.truncate(Files.size(dump) - 3);
    }
    resume(id);

    RestoreView ended = installation.follow(id, RESTING);

    assertThat(ended.state()).as(ended.toString()).isEqualTo("FAILED");
    assertThat(ended.reason()).contains("ARTIFACT_TRUNCATED");
    assertThat(installation.coordinator().usableBackups("threescale"))
        .isEqualTo(Map.of(made, true));
  }

  private void assertThatItComesBack(String made) {
    installation.sandbox().moreWrites();
    installation.sandbox().disaster();
    Await.until(
        PATIENCE,
        () -> "all stores to be readable",
        () ->
            installation.unexplained("exact").stream()
                .noneMatch(line -> line.contains("unreadable")));
    String id = installation.startApproved(installation.request("newest-verified"));
    RestoreView restored = installation.follow(id, RESTING);
    assertThat(restored.state()).as(restored.toString()).isEqualTo("SUCCEEDED");
    assertThat(installation.coordinator().backupSet(id)).isEqualTo(made);
    installation.assertProven(installation.fingerprint, "final");
  }

  private void assertThatThePlanIsDryRunFromTheCommandLine() {
    CommandLineProcess.Result dry =
        new CommandLineProcess(installation.stack.layout().root())
            .run(
                "backup",
                "make",
                "threescale",
                "--plan",
                "threescale-backup",
                "--dry-run",
                "--watch",
                "--reason",
                "try it",
                "--url",
                installation.stack.url(Service.COORDINATOR));
    assertThat(dry.exit()).as(dry.output()).isZero();
  }

  private String order(String... pauseBefore) {
    ObjectNode request = installation.request("");
    request.remove("backupSet");
    request.put("plan", "threescale-backup");
    Stream.of(pauseBefore).forEach(request.putArray("pauseBefore")::add);
    return installation.coordinator().start(request);
  }

  private void resume(String id) {
    installation.coordinator().resume(id, "test", "go on");
  }

  private void awaitPause(String id, String stage) {
    RestoreView view = installation.follow(id, RESTING);
    assertThat(view.state()).as(view.toString()).isEqualTo("HELD");
    assertThat(view.reason()).as(view.toString()).contains(stage);
  }

  private void awaitRunning(String id, String stage) {
    installation.follow(
        id, view -> view.stage(stage).map(StageView::status).orElse("").equals("RUNNING"));
  }

  private List<Long> awaitDumpPrograms() {
    Await.until(PATIENCE, () -> "pg_dump to run", () -> !dumpPrograms().isEmpty());
    return dumpPrograms();
  }

  /** The real one, or what stands in for it where it is not installed. */
  private List<Long> dumpPrograms() {
    return Stream.of("pg_dump", "PlainDump")
        .flatMap(program -> Signals.standingIn(real(home), program).stream())
        .distinct()
        .toList();
  }

  private void whileStopped(String program, Path place, Runnable work) {
    List<Long> processes = Signals.standingIn(real(place), program);
    assertThat(processes).as(program).isNotEmpty();
    processes.forEach(process -> Signals.send("STOP", process));
    try {
      work.run();
    } finally {
      processes.forEach(process -> {
        if (ProcessHandle.of(process).isPresent()) {
          Signals.send("CONT", process);
        }
      });
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
