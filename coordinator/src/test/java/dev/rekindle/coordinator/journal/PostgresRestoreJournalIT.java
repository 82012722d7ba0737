package dev.rekindle.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.backup.BackupSelector;
import dev.rekindle.coordinator.engine.Append;
import dev.rekindle.coordinator.engine.AppendOutcome;
import dev.rekindle.coordinator.engine.FenceTokens;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.engine.RestoreJournalContract;
import dev.rekindle.coordinator.evidence.FactChain;
import dev.rekindle.coordinator.exchange.Inbox;
import dev.rekindle.coordinator.order.RestoreStarter;
import dev.rekindle.coordinator.order.StartOutcome;
import dev.rekindle.coordinator.order.StartRequest;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.testing.StandingStill;
import dev.rekindle.coordinator.testing.TestServers;
import dev.rekindle.coordinator.view.RestoreViews;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(StandingStill.class)
class PostgresRestoreJournalIT extends RestoreJournalContract {

  @Inject RestoreJournal journal;
  @Inject RestoreEngine engine;
  @Inject RestoreStarter starter;
  @Inject FenceTokens tokens;
  @Inject Inbox inbox;
  @Inject RestoreViews views;
  @Inject AgroalDataSource database;

  private final List<RestoreId> begun = new ArrayList<>();

  @Override
  protected RestoreJournal journal() {
    return journal;
  }

  @AfterEach
  void end() {
    begun.forEach(id -> engine.handle(id, new RestoreInput.Cancel(new Signature("test", ""))));
  }

  @Test
  void a_started_restore_is_read_back() {
    // Given
    RestoreId restore = start("shop");

    // When
    List<RestoreFact> all = journal.read(restore, 0);
    List<RestoreFact> later = journal.read(restore, 1);

    // Then
    assertThat(all.getFirst()).isInstanceOf(RestoreFact.RestoreStarted.class);
    assertThat(later).isEqualTo(all.subList(1, all.size()));
    assertThat(journal.read(new RestoreId(UUID.randomUUID()), 0)).isEmpty();
  }

  @Test
  void of_two_appends_after_the_same_fact_one_loses_and_leaves_nothing() throws Exception {
    // Given
    RestoreId restore = start("shop");
    List<RestoreFact> before = journal.read(restore, 0);
    RestoreState state = RestoreMachine.evolve(null, before);

    // When
    List<AppendOutcome> outcomes =
        atOnce(
            8,
            n ->
                journal.append(
                    new Append(
                        restore,
                        before.size(),
                        List.of(new RestoreFact.LeasesRestarted(journal.now(), Instant.EPOCH)),
                        state,
                        List.of(),
                        null,
                        List.of("message-" + restore + "-" + n))));

    // Then
    assertThat(outcomes).filteredOn(AppendOutcome.Appended.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(AppendOutcome.RaceLost.class::isInstance).hasSize(7);
    assertThat(journal.read(restore, before.size())).hasSize(1);
    assertThat(java.util.stream.IntStream.range(0, 8))
        .filteredOn(n -> journal.consumed("message-" + restore + "-" + n))
        .hasSize(1);
  }

  @Test
  void of_two_starts_for_one_application_one_is_told_who_has_it() throws Exception {
    // When
    List<StartOutcome> outcomes = atOnce(6, _ -> starter.start(request("desk", UUID.randomUUID())));

    // Then
    List<StartOutcome> started =
        outcomes.stream().filter(StartOutcome.Started.class::isInstance).toList();
    assertThat(started).hasSize(1);
    RestoreId winner = ((StartOutcome.Started) started.getFirst()).restore();
    begun.add(winner);
    assertThat(outcomes)
        .filteredOn(StartOutcome.Refused.class::isInstance)
        .hasSize(5)
        .allSatisfy(outcome ->
            assertThat(((StartOutcome.Refused) outcome).message()).contains("" + winner));
  }

  @Test
  void tokens_grow_whoever_draws_them() throws Exception {
    // Given
    Set<Long> drawn = new ConcurrentSkipListSet<>();

    // When
    List<List<Long>> batches = atOnce(8, _ -> tokens.next(5));

    // Then
    batches.forEach(batch -> assertThat(batch).isSorted().hasSize(5));
    batches.forEach(drawn::addAll);
    assertThat(drawn).hasSize(40);
    assertThat(tokens.next(1).getFirst()).isGreaterThan(batches.getLast().getLast());
    assertThat(tokens.next(0)).isEmpty();
  }

  @Test
  void a_restore_is_due_when_its_time_has_come_and_not_before() {
    // Given
    RestoreId restore = start("shop");
    RestoreState state = RestoreMachine.evolve(null, journal.read(restore, 0));
    Instant wakeUp = RestoreMachine.nextWakeUp(state);

    // When
    List<RestoreId> early = journal.due(wakeUp.minusMillis(1), 100);
    List<RestoreId> then = journal.due(wakeUp.plusMillis(1), 100);

    // Then
    assertThat(early).doesNotContain(restore);
    assertThat(then).contains(restore);
  }

  @Test
  void marks_are_forgotten_when_they_are_old_and_their_restore_is_not_open() throws Exception {
    // Given
    RestoreId open = start("shop");
    RestoreId ended = new RestoreId(UUID.randomUUID());
    mark(open + "/a/1/1/1", "30 days");
    mark(ended + "/a/1/1/1", "30 days");
    mark(ended + "/a/1/1/2", "1 day");

    // When
    int forgotten = inbox.forget(journal.now().minus(Duration.ofDays(14)), 100);

    // Then
    assertThat(forgotten).isEqualTo(1);
    assertThat(journal.consumed(open + "/a/1/1/1")).isTrue();
    assertThat(journal.consumed(ended + "/a/1/1/1")).isFalse();
    assertThat(journal.consumed(ended + "/a/1/1/2")).isTrue();
  }

  @Test
  void every_fact_is_linked_to_all_before_it() {
    // Given
    RestoreId restore = start("shop");
    engine.handle(restore, new RestoreInput.Cancel(new Signature("test", "")));

    // When
    List<RestoreViews.Entry> entries = views.journal(restore, 0, 100);

    // Then
    assertThat(entries).hasSizeGreaterThan(2);
    String link = FactChain.BEGINNING;
    for (RestoreViews.Entry entry : entries) {
      link =
          FactChain.link(
              link, restore, entry.seq(), entry.type(), entry.recordedAt(), entry.body());
      assertThat(entry.chain()).as("fact %d", entry.seq()).isEqualTo(link);
    }
  }

  @Test
  void the_migration_chains_an_older_journal_in_the_same_way() throws Exception {
    // Given
    RestoreId restore = start("shop");
    List<RestoreViews.Entry> before = views.journal(restore, 0, 100);
    String migration =
        Files.readString(Path.of("src/main/resources/db/migration/V202611240600__chain_facts.sql"));
    String block = migration.substring(migration.indexOf("do $$"), migration.indexOf("$$;") + 3);

    // When
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("update restore_event set chain = ''");
      statement.execute(block);
    }

    // Then
    assertThat(views.journal(restore, 0, 100)).isEqualTo(before);
  }

  @Test
  void what_a_coordinator_of_the_release_before_journals_is_chained() throws Exception {
    // Given
    RestoreId restore = start("shop");
    engine.handle(restore, new RestoreInput.Cancel(new Signature("test", "")));
    List<RestoreViews.Entry> journaled = views.journal(restore, 0, 100);

    // When
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create temp table kept as select * from restore_event where restore_id = '%s'"
              .formatted(restore));
      statement.execute("delete from restore_event where restore_id = '%s'".formatted(restore));
      statement.execute(
          "insert into restore_event (restore_id, seq, type, body, recorded_at)"
              + " select restore_id, seq, type, body, recorded_at from kept order by seq");
      statement.execute("drop table kept");
    }

    // Then
    assertThat(views.journal(restore, 0, 100)).isEqualTo(journaled);
  }

  private void mark(String message, String age) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into inbox_message values (?, now() - cast(? as interval))")) {
      insert.setString(1, message);
      insert.setString(2, age);
      insert.executeUpdate();
    }
  }

  private RestoreId start(String application) {
    UUID id = UUID.randomUUID();
    assertThat(starter.start(request(application, id))).isInstanceOf(StartOutcome.Started.class);
    begun.add(new RestoreId(id));
    return new RestoreId(id);
  }

  private static StartRequest request(String application, UUID id) {
    return new StartRequest(
        new RestoreId(id),
        application,
        null,
        BackupSelector.parse("monday"),
        application.equals("shop") ? RestoreMode.DRY_RUN : RestoreMode.RESTORE,
        List.of(),
        List.of(),
        Map.of(),
        null,
        new Signature("ann", "a test"),
        "person",
        null);
  }

  private static <T> List<T> atOnce(int count, java.util.function.IntFunction<T> work)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int n = i;
        calls.add(() -> work.apply(n));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
