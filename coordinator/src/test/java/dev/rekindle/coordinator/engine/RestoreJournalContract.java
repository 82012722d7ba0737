package dev.rekindle.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.RestoreTarget;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.restore.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every journal must do. Each test gets a journal that knows nothing of the targets it uses.
 */
public abstract class RestoreJournalContract {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  protected abstract RestoreJournal journal();

  private final RestoreId first = new RestoreId(UUID.randomUUID());
  private final RestoreId second = new RestoreId(UUID.randomUUID());
  private final String application = "app-" + UUID.randomUUID();

  @Test
  void facts_come_back_in_order_and_as_they_were() {
    RestoreJournal journal = journal();
    RestoreFact started = started(first, RestoreMode.RESTORE);
    RestoreFact held = new RestoreFact.HoldOrdered(AT, new Signature("ann", "why"), true);

    AppendOutcome outcome = journal.append(append(first, 0, List.of(started, held), AT));

    assertThat(outcome).isEqualTo(new AppendOutcome.Appended(2));
    assertThat(journal.read(first, 0)).containsExactly(started, held);
    assertThat(journal.read(first, 1)).containsExactly(held);
    assertThat(journal.read(first, 2)).isEmpty();
  }

  @Test
  void an_append_after_an_outdated_number_is_a_lost_race_and_adds_nothing() {
    RestoreJournal journal = journal();
    RestoreFact started = started(first, RestoreMode.RESTORE);
    journal.append(append(first, 0, List.of(started), AT));
    RestoreFact hold = new RestoreFact.HoldOrdered(AT, new Signature("ann", "why"), false);

    AppendOutcome outcome =
        journal.append(
            new Append(first, 0, List.of(hold), state(started, hold), List.of(), AT, List.of()));

    assertThat(outcome).isInstanceOf(AppendOutcome.RaceLost.class);
    assertThat(journal.read(first, 0)).containsExactly(started);
  }

  @Test
  void an_application_has_one_open_restore() {
    RestoreJournal journal = journal();
    journal.append(append(first, 0, List.of(started(first, RestoreMode.RESTORE)), AT));

    AppendOutcome outcome =
        journal.append(append(second, 0, List.of(started(second, RestoreMode.RESTORE)), AT));

    assertThat(outcome).isEqualTo(new AppendOutcome.ApplicationTaken(first));
    assertThat(journal.read(second, 0)).isEmpty();
  }

  @Test
  void a_dry_run_neither_asks_nor_holds() {
    RestoreJournal journal = journal();
    journal.append(append(first, 0, List.of(started(first, RestoreMode.DRY_RUN)), AT));

    AppendOutcome outcome =
        journal.append(append(second, 0, List.of(started(second, RestoreMode.RESTORE)), AT));

    assertThat(outcome).isEqualTo(new AppendOutcome.Appended(1));
  }

  @Test
  void the_end_of_a_restore_sets_the_application_free() {
    RestoreJournal journal = journal();
    RestoreFact started = started(first, RestoreMode.RESTORE);
    journal.append(append(first, 0, List.of(started), AT));
    RestoreFact end = new RestoreFact.RestoreCancelled(AT, "why");
    journal.append(
        new Append(first, 1, List.of(end), state(started, end), List.of(), null, List.of()));

    AppendOutcome outcome =
        journal.append(append(second, 0, List.of(started(second, RestoreMode.RESTORE)), AT));

    assertThat(outcome).isEqualTo(new AppendOutcome.Appended(1));
  }

  @Test
  void what_is_due_is_found_and_what_has_ended_is_not() {
    RestoreJournal journal = journal();
    RestoreFact started = started(first, RestoreMode.RESTORE);
    journal.append(append(first, 0, List.of(started), AT));

    assertThat(journal.due(AT, 1000)).contains(first);
    assertThat(journal.due(AT.minusSeconds(1), 1000)).doesNotContain(first);

    RestoreFact end = new RestoreFact.RestoreCancelled(AT, "why");
    journal.append(
        new Append(first, 1, List.of(end), state(started, end), List.of(), null, List.of()));
    assertThat(journal.due(AT, 1000)).doesNotContain(first);
  }

  private Append append(RestoreId id, long after, List<RestoreFact> facts, Instant wakeUp) {
    RestoreState state = Objects.requireNonNull(RestoreMachine.evolve(null, facts));
    return new Append(id, after, facts, state, List.of(), wakeUp, List.of());
  }

  private static RestoreState state(RestoreFact... facts) {
    return Objects.requireNonNull(RestoreMachine.evolve(null, List.of(facts)));
  }

  private RestoreFact started(RestoreId id, RestoreMode mode) {
    RestorePlan plan =
        new RestorePlan(
            "p",
            "1",
            "digest",
            Duration.ofHours(1),
            List.of(
                PlannedStage.of(
                    new StageId("a"), new StageSpec.FenceApplication("l", null), List.of())));
    return new RestoreFact.RestoreStarted(
        AT.truncatedTo(ChronoUnit.MILLIS),
        id,
        new RestoreOrder(
            mode,
            new RestoreTarget(application, "east", "shop"),
            plan,
            "text",
            Map.of("a", "b"),
            new BackupPin("store", "set", Map.of()),
            ApprovalPolicy.ONE_PERSON,
            Timing.DEFAULT,
            List.of(new StageId("a")),
            List.of(),
            new Signature("ann", "outage"),
            "person"));
  }
}
