package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.crash.Patient;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.ChildProcess;
import dev.rekindle.system.process.FreePort;
import dev.rekindle.system.process.Signals;
import dev.rekindle.system.stack.Programs;
import dev.rekindle.system.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens to an installation besides deaths: pauses, cuts, restarts of the servers below it,
 * each in the middle of the imports of a restore that must end as if nothing had been.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsST {

  private Installation installation;
  private MidImport midImport;

  @BeforeAll
  void start() {
    installation = Installation.started(23);
    midImport = new MidImport(installation);
  }

  @AfterEach
  void end() {
    midImport.endWhatIsLeft();
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @Test
  void a_coordinator_that_was_paused_for_longer_than_a_lease_goes_on() {
    String id = midImport.begin();

    MidImport.pause(
        installation.stack.process(Service.COORDINATOR).pid(), MidImport.LONGER_THAN_A_LEASE);

    midImport.provenAtTheEnd(id);
  }

  /**
   * What Kanister does not do (its issue 3725): the import ends while nobody is there to hear of
   * it.
   */
  @Tag("kanister-3725")
  @Test
  void work_that_ends_while_no_coordinator_lives_is_recognised() {
    String id = midImport.begin();

    installation.stack.kill(Service.COORDINATOR);
    Await.pause(MidImport.LONGER_THAN_A_LEASE.multipliedBy(2));
    installation.stack.start(Service.COORDINATOR);
    installation.stack.awaitReady();

    RestoreView ended = midImport.provenAtTheEnd(id);
    assertThat(ended.stage("system-db").orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void a_worker_that_was_thought_dead_and_comes_back_changes_nothing() {
    String id = midImport.begin();

    MidImport.pause(
        installation.stack.process(Service.WORKER_DB).pid(), MidImport.LONGER_THAN_A_LEASE);

    RestoreView ended = midImport.provenAtTheEnd(id);
    assertThat(ended.stages())
        .anyMatch(stage -> stage.kind().equals("db.import") && stage.attempts() > 1);
  }

  @Test
  void a_broker_that_is_away_for_a_minute_is_waited_for() {
    String id = midImport.begin();

    MidImport.pause(midImport.processOf("BrokerMain", ""), Duration.ofMinutes(1));

    midImport.provenAtTheEnd(id);
  }

  @Test
  void a_journal_database_that_recovers_from_a_crash_is_waited_for() {
    String id = midImport.begin();

    // The death of one of its processes makes PostgreSQL end all sessions and recover.
    long postmaster = midImport.processOf("postgres", "/journal");
    ProcessHandle.of(postmaster)
        .orElseThrow()
        .children()
        .mapToLong(ProcessHandle::pid)
        .max()
        .ifPresent(session -> Signals.send("KILL", session));

    midImport.provenAtTheEnd(id);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void a_server_that_is_killed_in_the_middle_comes_back_and_nothing_is_lost(
      String server, String program, String place) {
    String id = midImport.begin();

    // A restore stops and starts the Redis servers itself.
    List<Long> processes = new ArrayList<>();
    Await.until(
        Duration.ofMinutes(2),
        () -> "processes of " + server,
        () -> processes.addAll(Signals.standingIn(Path.of(home(), place), program)));
    processes.forEach(Signals::killIfThere);

    midImport.provenAtTheEnd(id);
  }

  static Stream<Arguments> servers() {
    return Stream.of(
        arguments("the broker", "BrokerMain", "kafka"),
        arguments("the journal's database", "postgres", "journal"),
        arguments("the system database", "mariadbd", ""),
        arguments("zync's database", "postgres", "cluster"),
        arguments("both Redis", "redis-server", ""));
  }

  @Test
  void two_coordinators_may_overlap_as_in_a_rolling_upgrade() throws Exception {
    String id = midImport.begin();
    int port = FreePort.find();
    ChildProcess second =
        new Programs(installation.stack.layout())
            .service(Service.COORDINATOR, "coordinator-2", settingsOf(port), List.of("-Xmx256m"));
    try {
      Programs.awaitReady(second, "http://127.0.0.1:" + port);
      installation.stack.kill(Service.COORDINATOR);
      CoordinatorApi other = new CoordinatorApi("http://127.0.0.1:" + port);
      RestoreView _ =
          new Patient(other)
              .follow(id, "paused after the data", v -> v.ended() || v.state().equals("HELD"));
    } finally {
      installation.stack.start(Service.COORDINATOR);
      installation.stack.awaitReady();
      second.stop(Duration.ofSeconds(20));
    }

    midImport.provenAtTheEnd(id);
  }

  private String home() {
    return installation.stack.layout().home().toString();
  }

  private Path settingsOf(int port) throws IOException {
    Path first = installation.stack.layout().run().resolve("coordinator.properties");
    String text =
        Files.readString(first).replaceFirst("quarkus.http.port=\\d+", "quarkus.http.port=" + port);
    Path second = installation.stack.layout().run().resolve("coordinator-2.properties");
    Files.writeString(second, text);
    return second;
  }
}
