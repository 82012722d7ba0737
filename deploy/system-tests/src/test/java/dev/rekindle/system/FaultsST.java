package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.StageView;
import dev.rekindle.system.crash.Patient;
import dev.rekindle.system.demo.Alert;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.ChildProcess;
import dev.rekindle.system.process.FaultProxy;
import dev.rekindle.system.process.FreePort;
import dev.rekindle.system.process.Signals;
import dev.rekindle.system.stack.JournalCheck;
import dev.rekindle.system.stack.Programs;
import dev.rekindle.system.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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

  /** The installation's lease is 6 s; a pause of this length is longer in any case. */
  private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(15);

  private Installation installation;
  private Patient patient;

  @BeforeAll
  void start() {
    installation = Installation.started(23);
    patient = new Patient(installation.coordinator());
  }

  /** A restore that a failed test leaves behind must not spoil the next one. */
  @AfterEach
  void end() {
    for (String id : installation.coordinator().restores()) {
      if (!patient.follow(id, "seen", _ -> true).ended()) {
        patient.order(
            id,
            "the end",
            () -> installation.coordinator().cancel(id, "test", "it is over"),
            RestoreView::ended);
      }
    }
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @Test
  void a_coordinator_that_was_paused_for_longer_than_a_lease_goes_on() {
    String id = importing();

    pause(installation.stack.process(Service.COORDINATOR).pid(), LONGER_THAN_A_LEASE);

    provenAtTheEnd(id);
  }

  @Test
  void a_worker_that_was_thought_dead_and_comes_back_changes_nothing() {
    String id = importing();

    pause(installation.stack.process(Service.WORKER_DB).pid(), LONGER_THAN_A_LEASE);

    RestoreView ended = provenAtTheEnd(id);
    assertThat(ended.stages())
        .anyMatch(stage -> stage.kind().equals("db.import") && stage.attempts() > 1);
  }

  @Test
  void a_broker_that_is_away_for_a_minute_is_waited_for() {
    String id = importing();

    pause(one("BrokerMain", home()), Duration.ofMinutes(1));

    provenAtTheEnd(id);
  }

  @Test
  void a_journal_database_that_recovers_from_a_crash_is_waited_for() {
    String id = importing();

    // The death of one of its processes makes PostgreSQL end all sessions and recover.
    long postmaster = one("postgres", home() + "/journal");
    ProcessHandle.of(postmaster)
        .orElseThrow()
        .children()
        .mapToLong(ProcessHandle::pid)
        .max()
        .ifPresent(session -> Signals.send("KILL", session));

    provenAtTheEnd(id);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void a_server_that_is_killed_in_the_middle_comes_back_and_nothing_is_lost(
      String server, String program, String place) {
    String id = importing();

    List<Long> processes = Signals.standingIn(Path.of(home(), place), program);
    assertThat(processes).as("processes of %s", server).isNotEmpty();
    processes.forEach(Signals::killIfThere);

    provenAtTheEnd(id);
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
    String id = importing();
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

    provenAtTheEnd(id);
  }

  @Test
  void a_cut_between_coordinator_and_journal_is_waited_for() {
    String url = installation.stack.description().journalUrl();
    int port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
    try (FaultProxy wire = new FaultProxy(port)) {
      installation.stack.override(
          Service.COORDINATOR,
          "quarkus.datasource.jdbc.url",
          url.replace(":" + port + "/", ":" + wire.port() + "/"));
      installation.stack.kill(Service.COORDINATOR);
      installation.stack.start(Service.COORDINATOR);
      installation.stack.awaitReady();
      String id = importing();

      wire.cut();
      Await.pause(LONGER_THAN_A_LEASE);
      wire.heal();

      provenAtTheEnd(id);
    } finally {
      installation.stack.override(Service.COORDINATOR, "quarkus.datasource.jdbc.url", url);
      installation.stack.kill(Service.COORDINATOR);
      installation.stack.start(Service.COORDINATOR);
      installation.stack.awaitReady();
    }
  }

  private void pause(long pid, Duration time) {
    Signals.send("STOP", pid);
    Await.pause(time);
    Signals.send("CONT", pid);
  }

  private long one(String... words) {
    List<Long> found = Signals.find(words);
    assertThat(found).as("processes of %s", List.of(words)).isNotEmpty();
    return found.getFirst();
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

  /** A disaster, and a restore of it that is importing the databases. */
  private String importing() {
    installation.sandbox().disaster();
    Await.until(
        Duration.ofMinutes(2),
        () -> "all stores to be readable",
        () ->
            installation.unexplained("exact").stream()
                .noneMatch(line -> line.contains("unreadable")));
    Set<String> known = Set.copyOf(installation.coordinator().restores());
    patient.alert(Alert.threescaleDown(Instant.now()));
    String id = patient.newRestore(known::contains);
    RestoreView checked = patient.follow(id, "checked", v -> !v.state().equals("CHECKING"));
    assertThat(checked.state()).as(checked.toString()).isEqualTo("AWAITING_APPROVAL");
    patient.order(
        id,
        "the approval",
        () -> installation.coordinator().approve(id, checked.digest(), "test", "system test"),
        view -> !view.state().equals("AWAITING_APPROVAL"));
    RestoreView view =
        patient.follow(
            id,
            "importing",
            seen -> seen.ended() || seen.stage("system-db").filter(StageView::running).isPresent());
    assertThat(view.ended()).as(view.toString()).isFalse();
    return id;
  }

  private RestoreView provenAtTheEnd(String id) {
    RestoreView held =
        patient.follow(id, "paused after the data", v -> v.ended() || v.state().equals("HELD"));
    assertThat(held.reason()).as(held.toString()).contains("seen-ids");
    assertThat(installation.unexplained("exact")).isEmpty();
    assertThat(installation.sandbox().effects().wrong()).isEmpty();
    patient.order(
        id,
        "the resume",
        () -> installation.coordinator().resume(id, "test", "data compared"),
        view -> !view.reason().contains("seen-ids"));
    RestoreView ended = patient.follow(id, "ended", v -> v.ended() || v.state().equals("HELD"));
    assertThat(ended.state()).as(ended.toString()).isEqualTo("SUCCEEDED");
    assertThat(installation.unexplained("final")).isEmpty();
    assertThat(
            new JournalCheck(installation.stack.layout())
                .problems(installation.coordinator().bundle(id)))
        .isEmpty();
    return ended;
  }
}
