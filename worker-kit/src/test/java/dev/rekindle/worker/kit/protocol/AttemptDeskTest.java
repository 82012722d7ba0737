package dev.rekindle.worker.kit.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.RefusalCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageCommand.CancelStage;
import dev.rekindle.contract.message.StageCommand.CheckStage;
import dev.rekindle.contract.message.StageCommand.ExecuteStage;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.message.StageReport.AttemptAdmitted;
import dev.rekindle.contract.message.StageReport.AttemptCancelled;
import dev.rekindle.contract.message.StageReport.AttemptFailed;
import dev.rekindle.contract.message.StageReport.AttemptProgressed;
import dev.rekindle.contract.message.StageReport.AttemptRefused;
import dev.rekindle.contract.message.StageReport.AttemptSucceeded;
import dev.rekindle.contract.message.StageReport.AttemptSuperseded;
import dev.rekindle.contract.message.StageReport.CheckReported;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.stage.StageSpec.SyncFiles;
import dev.rekindle.contract.stage.StageSpec.UnfenceApplication;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptDeskTest {

  private final RestoreId restore = new RestoreId(UUID.randomUUID());
  private final List<StageReport> sent = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger started = new AtomicInteger();
  private volatile Function<Attempt, StageOutcome> work = attempt -> StageOutcome.done();
  private volatile Function<Attempt, Findings> look = attempt -> Findings.none();
  private final AttemptDesk desk = desk(2, 1);

  private AttemptDesk desk(int capacity, int queue) {
    StageHandler<SyncFiles> handler =
        new StageHandler<>() {
          @Override
          public Class<SyncFiles> spec() {
            return SyncFiles.class;
          }

          @Override
          public Findings check(SyncFiles spec, Attempt attempt) {
            return look.apply(attempt);
          }

          @Override
          public StageOutcome run(SyncFiles spec, Attempt attempt) {
            started.incrementAndGet();
            return work.apply(attempt);
          }
        };
    return new AttemptDesk(
        new DeskSettings("worker-1", Set.of("east"), capacity, queue, 4),
        new HandlerRegistry(Pool.K8S, List.of(handler)),
        sent::add,
        (attempt, kind, outcome, took) -> {},
        Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    release.countDown();
    desk.close();
  }

  private StageOutcome untilReleased(Attempt attempt) {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return StageOutcome.done();
  }

  private AttemptRef ref(String stage, int number) {
    return new AttemptRef(restore, new StageId(stage), number, 100 + number);
  }

  private static StageContext context(String cluster, Duration lease, Instant deadline) {
    return new StageContext(
        "shop",
        cluster,
        "shop",
        new BackupPin("backups", "monday", Map.of()),
        "safety-1",
        Map.of(),
        lease,
        deadline);
  }

  private static StageContext context() {
    return context("east", Duration.ofSeconds(30), Instant.now().plusSeconds(600));
  }

  private ExecuteStage execute(String stage, int number) {
    return new ExecuteStage(ref(stage, number), context(), new SyncFiles("claim", "files"));
  }

  private StageReport lastOf(AttemptRef ref) {
    return sent.stream().filter(r -> r.attempt().equals(ref)).reduce((a, b) -> b).orElseThrow();
  }

  private void awaitLast(AttemptRef ref, Class<? extends StageReport> type) {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(lastOf(ref)).isInstanceOf(type));
  }

  @Test
  void an_attempt_is_admitted_and_then_succeeds_with_growing_numbers() {
    // Given // When
    desk.accept(execute("quiesce", 1));

    // Then
    awaitLast(ref("quiesce", 1), AttemptSucceeded.class);
    assertThat(sent.getFirst()).isInstanceOf(AttemptAdmitted.class);
    assertThat(sent).extracting(StageReport::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(sent).extracting(StageReport::worker).containsOnly("worker-1");
  }

  @Test
  void the_same_command_twice_starts_once_and_repeats_the_last_answer() {
    // Given
    desk.accept(execute("quiesce", 1));
    awaitLast(ref("quiesce", 1), AttemptSucceeded.class);
    StageReport answer = lastOf(ref("quiesce", 1));
    sent.clear();

    // When
    desk.accept(execute("quiesce", 1));

    // Then
    assertThat(sent).containsExactly(answer);
    assertThat(started).hasValue(1);
  }

  @Test
  void a_duplicate_of_a_running_attempt_is_answered_with_its_progress() {
    // Given
    work = this::untilReleased;
    desk.accept(execute("quiesce", 1));

    // When
    desk.accept(execute("quiesce", 1));

    // Then
    await().until(() -> started.get() == 1);
    assertThat(lastOf(ref("quiesce", 1))).isInstanceOf(AttemptProgressed.class);
    release.countDown();
    awaitLast(ref("quiesce", 1), AttemptSucceeded.class);
    assertThat(started).hasValue(1);
  }

  @Test
  void a_full_worker_says_busy_and_takes_the_same_attempt_later() {
    // Given
    work = this::untilReleased;
    desk.accept(execute("a", 1));
    desk.accept(execute("b", 1));
    desk.accept(execute("c", 1));

    // When
    desk.accept(execute("d", 1));

    // Then
    assertThat(lastOf(ref("d", 1)))
        .isInstanceOfSatisfying(
            AttemptRefused.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.BUSY));
    release.countDown();
    awaitLast(ref("c", 1), AttemptSucceeded.class);
    await().until(() -> desk.running() == 0);
    desk.accept(execute("d", 1));
    awaitLast(ref("d", 1), AttemptSucceeded.class);
    assertThat(sent.stream().filter(r -> r.attempt().equals(ref("d", 1))))
        .extracting(StageReport::sequence)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void work_that_waits_for_a_place_keeps_its_lease() {
    // Given
    work = this::untilReleased;
    desk.accept(execute("a", 1));
    desk.accept(execute("b", 1));
    StageContext shortLease =
        context("east", Duration.ofMillis(600), Instant.now().plusSeconds(60));

    // When
    desk.accept(new ExecuteStage(ref("c", 1), shortLease, new SyncFiles("claim", "files")));

    // Then
    await()
        .pollDelay(Duration.ofMillis(700))
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(() ->
            assertThat(sent.stream().filter(r -> r.attempt().equals(ref("c", 1))))
                .hasSizeGreaterThanOrEqualTo(6));
    assertThat(started).hasValue(2);
  }

  @Test
  void refusals_name_their_reason() {
    // Given
    SyncFiles spec = new SyncFiles("claim", "files");
    StageCommand wrongCluster =
        new ExecuteStage(ref("a", 1), context("west", Duration.ofSeconds(1), Instant.MAX), spec);
    StageCommand tooLate =
        new ExecuteStage(ref("b", 1), context("east", Duration.ofSeconds(1), Instant.EPOCH), spec);
    StageCommand unknown =
        new ExecuteStage(ref("c", 1), context(), new UnfenceApplication("lease", null));

    // When
    List.of(wrongCluster, tooLate, unknown).forEach(desk::accept);

    // Then
    assertThat(sent)
        .extracting(report -> ((AttemptRefused) report).code())
        .containsExactly(RefusalCode.WRONG_CLUSTER, RefusalCode.TOO_LATE, RefusalCode.UNKNOWN_KIND);
    assertThat(started).hasValue(0);
  }

  @Test
  void a_cancel_ends_the_handler_and_is_reported() {
    // Given
    work = this::untilReleased;
    desk.accept(execute("quiesce", 1));
    await().until(() -> started.get() == 1);

    // When
    desk.accept(new CancelStage(ref("quiesce", 1), "east", "hold --now"));

    // Then
    awaitLast(ref("quiesce", 1), AttemptCancelled.class);
    assertThat(((AttemptCancelled) lastOf(ref("quiesce", 1))).resumable()).isTrue();
  }

  @Test
  void a_cancel_that_comes_first_is_remembered() {
    // Given
    desk.accept(new CancelStage(ref("quiesce", 1), "east", "hold --now"));

    // When
    desk.accept(execute("quiesce", 1));

    // Then
    awaitLast(ref("quiesce", 1), AttemptCancelled.class);
    assertThat(started).hasValue(0);
  }

  @Test
  void a_newer_attempt_begins_only_when_the_older_has_ended() {
    // Given
    CountDownLatch cleanedUp = new CountDownLatch(1);
    work =
        attempt -> {
          if (attempt.ref().number() == 2) {
            assertThat(cleanedUp.getCount()).isZero();
            return StageOutcome.done();
          }
          try {
            release.await();
          } catch (InterruptedException e) {
            sleep(200);
            cleanedUp.countDown();
          }
          return new StageOutcome.Cancelled(true);
        };
    desk.accept(execute("quiesce", 1));
    await().until(() -> started.get() == 1);

    // When
    desk.accept(execute("quiesce", 2));

    // Then
    awaitLast(ref("quiesce", 2), AttemptSucceeded.class);
    assertThat(lastOf(ref("quiesce", 1)))
        .isInstanceOfSatisfying(AttemptSuperseded.class, r -> assertThat(r.seen()).isEqualTo(102));
  }

  @Test
  void an_older_attempt_than_the_running_one_does_nothing() {
    // Given
    work = this::untilReleased;
    desk.accept(execute("quiesce", 2));

    // When
    desk.accept(execute("quiesce", 1));

    // Then
    assertThat(lastOf(ref("quiesce", 1))).isInstanceOf(AttemptSuperseded.class);
  }

  @Test
  void the_deadline_ends_the_attempt_as_a_failure_that_may_be_repeated() {
    // Given
    work = this::untilReleased;
    StageContext soon = context("east", Duration.ofSeconds(30), Instant.now().plusMillis(200));

    // When
    desk.accept(new ExecuteStage(ref("a", 1), soon, new SyncFiles("claim", "files")));

    // Then
    awaitLast(ref("a", 1), AttemptFailed.class);
    AttemptFailed failed = (AttemptFailed) lastOf(ref("a", 1));
    assertThat(failed.code()).isEqualTo(ProblemCode.DEADLINE_EXCEEDED);
    assertThat(failed.retryable()).isTrue();
  }

  @Test
  void whatever_an_attempt_logs_is_named_after_it() {
    Map<String, Object> named = new ConcurrentHashMap<>();
    work =
        attempt -> {
          named.putAll(MDC.getMap());
          return StageOutcome.done();
        };

    desk.accept(execute("a", 3));

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() ->
            assertThat(named)
                .containsEntry("restoreId", restore.toString())
                .containsEntry("stageId", "a")
                .containsEntry("attempt", "3"));
  }

  @Test
  void problems_and_defects_become_failures() {
    // Given
    work =
        attempt -> {
          if (attempt.ref().stage().value().equals("known")) {
            throw StageProblem.permanent(ProblemCode.ARTIFACT_CORRUPT, "no trailer");
          }
          throw new IllegalStateException("broken");
        };

    // When
    List.of(execute("known", 1), execute("defect", 1)).forEach(desk::accept);

    // Then
    awaitLast(ref("known", 1), AttemptFailed.class);
    awaitLast(ref("defect", 1), AttemptFailed.class);
    assertThat(((AttemptFailed) lastOf(ref("known", 1))).retryable()).isFalse();
    AttemptFailed defect = (AttemptFailed) lastOf(ref("defect", 1));
    assertThat(defect.code()).isEqualTo(ProblemCode.UNEXPECTED);
    assertThat(defect.retryable()).isTrue();
    assertThat(defect.detail()).contains("IllegalStateException", "broken");
  }

  @Test
  void a_check_that_throws_a_problem_reports_a_blocker() {
    // Given
    look =
        attempt -> {
          throw StageProblem.permanent(ProblemCode.ARTIFACT_MISSING, "no dump");
        };

    // When
    desk.accept(new CheckStage(ref("a", 1), context(), new SyncFiles("claim", "files")));

    // Then
    awaitLast(ref("a", 1), CheckReported.class);
    Finding finding = ((CheckReported) lastOf(ref("a", 1))).findings().getFirst();
    assertThat(finding.severity()).isEqualTo(Severity.BLOCKER);
    assertThat(finding.code()).isEqualTo(ProblemCode.ARTIFACT_MISSING);
    assertThat(started).hasValue(0);
  }

  @Test
  void progress_is_told_without_waiting_for_the_heartbeat() {
    // Given
    work =
        attempt -> {
          attempt.report(new Progress("copying", 5, 10, "bytes"));
          attempt.report(new Progress("copying", 4, 10, "bytes"));
          return untilReleased(attempt);
        };

    // When
    StageContext rarely = context("east", Duration.ofHours(1), Instant.now().plusSeconds(600));
    desk.accept(new ExecuteStage(ref("a", 1), rarely, new SyncFiles("claim", "files")));

    // Then
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(lastOf(ref("a", 1)))
                .isInstanceOfSatisfying(
                    AttemptProgressed.class, r -> assertThat(r.progress().done()).isEqualTo(5)));
  }

  @Test
  void a_stopping_worker_ends_its_attempts_and_takes_no_more() {
    // Given
    work = this::untilReleased;
    desk.accept(execute("a", 1));
    await().until(() -> started.get() == 1);

    // When
    desk.stop(Duration.ofSeconds(5));

    // Then
    assertThat(((AttemptFailed) lastOf(ref("a", 1))).retryable()).isTrue();
    desk.accept(execute("b", 1));
    assertThat(((AttemptRefused) lastOf(ref("b", 1))).code()).isEqualTo(RefusalCode.STOPPING);
  }

  @Test
  void two_handlers_for_one_kind_are_refused() {
    // Given
    StageHandler<?> one = handlerOf(SyncFiles.class);

    // When // Then
    assertThatThrownBy(() -> new HandlerRegistry(Pool.K8S, List.of(one, one)))
        .hasMessageContaining("K8S_SYNC_FILES");
    assertThatThrownBy(() -> new HandlerRegistry(Pool.DB, List.of(one)))
        .hasMessageContaining("K8S");
  }

  private static StageHandler<SyncFiles> handlerOf(Class<SyncFiles> spec) {
    return new StageHandler<>() {
      @Override
      public Class<SyncFiles> spec() {
        return spec;
      }

      @Override
      public Findings check(SyncFiles unused, Attempt attempt) {
        return Findings.none();
      }

      @Override
      public StageOutcome run(SyncFiles unused, Attempt attempt) {
        return StageOutcome.done();
      }
    };
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
