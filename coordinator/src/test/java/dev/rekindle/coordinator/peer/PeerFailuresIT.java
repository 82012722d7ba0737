package dev.rekindle.coordinator.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.FenceTokens;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.evidence.HistoryRules;
import dev.rekindle.coordinator.exchange.Inbox;
import dev.rekindle.coordinator.exchange.ReportsHorizon;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestorePhase;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.testing.StandingStill;
import dev.rekindle.coordinator.testing.TestServers;
import dev.rekindle.coordinator.view.ProgressBoard;
import dev.rekindle.coordinator.wakeup.Pruning;
import dev.rekindle.coordinator.wakeup.WakeUpLoop;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One test for each failure of another engine that people reported, on a real PostgreSQL. Two
 * engines over one journal are two coordinators; a new engine is a coordinator that was started
 * again.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(StandingStill.class)
class PeerFailuresIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Inject RestoreJournal journal;
  @Inject FenceTokens tokens;
  @Inject Inbox inbox;
  @Inject ProgressBoard progress;
  @Inject AgroalDataSource database;

  private RestoreEngine first;
  private RestoreEngine second;
  private final List<OpenRestore> begun = new ArrayList<>();

  @BeforeEach
  void coordinators() {
    first = restarted();
    second = restarted();
  }

  private RestoreEngine restarted() {
    return new RestoreEngine(journal, tokens, () -> List.of("east"));
  }

  private OpenRestore restore(OpenRestore restore) {
    begun.add(restore);
    return restore;
  }

  /** Whatever was tried, the history keeps the rules that an export is verified by. */
  @AfterEach
  void histories() {
    for (OpenRestore restore : begun) {
      Answer _ =
          restarted().handle(restore.id, new RestoreInput.Cancel(new Signature("test", "over")));
      HistoryRules rules = new HistoryRules(restore.state(restarted()).order());
      journal.read(restore.id, 0).forEach(rules::take);
    }
  }

  /**
   * Velero marks every restore that is in progress as failed when its server starts (issues 2877,
   * 4503, 6710).
   */
  @Tag("velero-6710")
  @Test
  void a_start_of_the_coordinator_fails_no_restore_that_is_in_progress() {
    OpenRestore restore = restore(new OpenRestore(2)).running(first);
    AttemptRef attempt = restore.attempt(first, restore.stages.getFirst());

    RestoreEngine again = restarted();
    Instant now = journal.now();
    Answer _ = restore.tick(again, now, now);

    assertThat(restore.state(again).phase()).isEqualTo(RestorePhase.RUNNING);
    assertThat(restore.attempt(again, restore.stages.getFirst())).isEqualTo(attempt);
    finish(restore, again);
    assertThat(restore.state(again).phase()).isEqualTo(RestorePhase.SUCCEEDED);
  }

  /**
   * Kanister never picks a running action up again after its controller died; what its job then did
   * is seen by nobody (issue 3725). Here the coordinator was away for longer than a lease, looks at
   * the clock before it has read the report, and must believe the report all the same.
   */
  @Tag("kanister-3725")
  @Test
  void work_that_ended_while_no_coordinator_lived_is_recognised() throws Exception {
    OpenRestore restore = restore(new OpenRestore(1)).running(first);
    AttemptRef attempt = restore.attempt(first, restore.stages.getFirst());
    Thread.sleep(OpenRestore.LEASE.multipliedBy(2));

    RestoreEngine again = restarted();
    Instant now = journal.now();
    Answer _ = restore.tick(again, now, now);
    Answer _ = restore.report(again, restore.succeeded(attempt));

    assertThat(restore.state(again).phase()).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(dispatches(restore)).isEqualTo(1);
  }

  /** DBOS: a restart of PostgreSQL inside the recovery loop strands workflows (dbos-py 716). */
  @Tag("dbos-716")
  @Test
  void restores_that_are_recovered_while_the_database_ends_all_sessions_go_on() throws Exception {
    List<OpenRestore> all =
        Stream.generate(() -> restore(new OpenRestore(2)).started(first)).limit(20).toList();
    ReportsHorizon horizon = new ReportsHorizon(Duration.ofMinutes(1));
    Pruning pruning = new Pruning(inbox, progress, Duration.ofDays(14));
    WakeUpLoop loop =
        new WakeUpLoop(restarted(), journal, horizon, pruning, Duration.ofMillis(50), 5);
    Thread thread = Thread.ofPlatform().daemon().start(loop);

    for (int i = 0; i < 30; i++) {
      endAllSessions();
      confirm(horizon);
      Thread.sleep(100);
    }

    // The look itself may be the first to use a session that was ended.
    await()
        .ignoreExceptions()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          confirm(horizon);
          assertThat(all).allMatch(restore -> facts(restore, RestoreFact.RestoreHeld.class) > 0);
        });
    thread.interrupt();
    thread.join();
  }

  /**
   * DBOS: a list of pending workflows that has become old runs work that is somebody else's by now
   * (dbos-py 742).
   */
  @Tag("dbos-742")
  @Test
  void what_another_coordinator_has_dealt_with_is_not_done_again_from_an_old_list()
      throws Exception {
    OpenRestore restore = restore(new OpenRestore(3)).running(first);
    Thread.sleep(OpenRestore.LEASE.multipliedBy(2));
    Instant now = journal.now();
    assertThat(journal.due(now, 10_000)).contains(restore.id);

    Answer _ = restore.tick(second, Instant.EPOCH, now);
    long dispatched = dispatches(restore);
    Answer old = restore.tick(first, Instant.EPOCH, now);

    assertThat(dispatched).isEqualTo(6);
    assertThat(((Answer.Taken) old).facts()).isEmpty();
    assertThat(dispatches(restore)).isEqualTo(dispatched);
  }

  /**
   * DBOS: the old pod of a rolling upgrade, while it is drained, claims again what the new one has
   * taken over (dbos-py 804).
   */
  @Tag("dbos-804")
  @Test
  void a_coordinator_that_is_being_replaced_takes_nothing_back() throws Exception {
    OpenRestore restore = restore(new OpenRestore(1)).running(first);
    AttemptRef old = restore.attempt(first, restore.stages.getFirst());
    Thread.sleep(OpenRestore.LEASE.multipliedBy(2));
    Answer _ = restore.tick(second, Instant.EPOCH, journal.now());
    finish(restore, second);
    long all = journal.read(restore.id, 0).size();

    Answer _ = restore.report(first, restore.succeeded(old));
    Answer _ = restore.tick(first, Instant.EPOCH, journal.now());

    assertThat(journal.read(restore.id, 0)).hasSize((int) all);
    assertThat(restore.state(first).phase()).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(dispatches(restore)).isEqualTo(2);
  }

  /** DBOS: a workflow that is recovered and then never advances (dbos-py 805). */
  @Tag("dbos-805")
  @Test
  void every_open_restore_has_a_time_at_which_a_coordinator_looks_at_it() {
    OpenRestore checking = restore(new OpenRestore(1)).started(first);
    OpenRestore asking = restore(new OpenRestore(1, 1)).checked(first);
    OpenRestore dispatched = restore(new OpenRestore(1)).checked(first);
    OpenRestore running = restore(new OpenRestore(1)).running(first);
    OpenRestore held = restore(new OpenRestore(1)).running(first);
    Signature ann = new Signature("ann", "wait");
    Answer _ = first.handle(held.id, new RestoreInput.Hold(ann, false));
    OpenRestore ended = restore(new OpenRestore(1)).running(first);
    finish(ended, first);

    List<RestoreId> due = journal.due(journal.now().plus(Duration.ofDays(1)), 10_000);

    assertThat(due).contains(checking.id, asking.id, dispatched.id, running.id, held.id);
    assertThat(due).doesNotContain(ended.id);
  }

  /**
   * Conductor: a workflow stays RUNNING although all its tasks are done, because completions that
   * come at once overwrite each other (issues 3491, 176, 323; netflix 2098).
   */
  @Tag("conductor-3491")
  @Test
  void results_that_come_at_once_to_several_coordinators_are_all_kept_and_end_the_restore()
      throws Exception {
    OpenRestore restore = restore(new OpenRestore(16)).running(first);
    List<Callable<Answer>> results = new ArrayList<>();
    for (StageId stage : restore.stages) {
      AttemptRef attempt = restore.attempt(first, stage);
      // Each is delivered to both, as a rebalance does it.
      results.add(() -> restore.report(first, restore.succeeded(attempt)));
      results.add(() -> restore.report(second, restore.succeeded(attempt)));
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Answer> answer : threads.invokeAll(results)) {
        assertThat(answer.get()).isInstanceOf(Answer.Taken.class);
      }
    }

    assertThat(facts(restore, RestoreFact.StageSucceeded.class)).isEqualTo(16);
    assertThat(restore.state(restarted()).phase()).isEqualTo(RestorePhase.SUCCEEDED);
  }

  /** Conductor: the late result of a worker that timed out is dropped (conductor-oss 322). */
  @Tag("conductor-322")
  @Test
  void the_late_result_of_an_attempt_that_was_given_up_is_kept_and_changes_nothing()
      throws Exception {
    OpenRestore restore = restore(new OpenRestore(1)).running(first);
    AttemptRef old = restore.attempt(first, restore.stages.getFirst());
    Thread.sleep(OpenRestore.LEASE.multipliedBy(2));
    Answer _ = restore.tick(first, Instant.EPOCH, journal.now());

    Answer _ = restore.report(first, restore.succeeded(old));

    assertThat(journal.read(restore.id, 0))
        .filteredOn(RestoreFact.LateReportNoted.class::isInstance)
        .singleElement()
        .satisfies(fact ->
            assertThat(((RestoreFact.LateReportNoted) fact).report())
                .isEqualTo("AttemptSucceeded"));
    AttemptRef newer = restore.attempt(first, restore.stages.getFirst());
    assertThat(newer.fence()).isGreaterThan(old.fence());
    assertThat(restore.state(first).phase()).isEqualTo(RestorePhase.RUNNING);
  }

  private void finish(OpenRestore restore, RestoreEngine engine) {
    for (StageId stage : restore.stages) {
      Answer _ = restore.report(engine, restore.succeeded(restore.attempt(engine, stage)));
    }
  }

  private long dispatches(OpenRestore restore) {
    return facts(restore, RestoreFact.StageDispatched.class);
  }

  private long facts(OpenRestore restore, Class<? extends RestoreFact> kind) {
    return journal.read(restore.id, 0).stream().filter(kind::isInstance).count();
  }

  private void confirm(ReportsHorizon horizon) {
    try {
      horizon.confirmed(journal.now());
    } catch (RuntimeException e) {
      // A session that was ended; the next one tells the time.
    }
  }

  private void endAllSessions() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
    } catch (SQLException e) {
      // It was given a session that was ended before.
    }
  }
}
