package dev.rekindle.coordinator.wakeup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.coordinator.exchange.Inbox;
import dev.rekindle.coordinator.view.ProgressBoard;
import dev.rekindle.coordinator.view.StageProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruningTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Instant> asked = new ArrayList<>();
  private final Deque<Integer> rows = new ArrayDeque<>();
  private final Inbox inbox =
      new Inbox() {
        @Override
        public int forget(Instant before, int atMost) {
          asked.add(before);
          return Math.min(answers.remove(), atMost);
        }
      };
  private final ProgressBoard progress =
      new ProgressBoard() {
        @Override
        public void note(StageReport.AttemptProgressed report) {
          throw new AssertionError("nothing is noted");
        }

        @Override
        public List<StageProgress> of(RestoreId restore) {
          throw new AssertionError("nothing is asked");
        }

        @Override
        public int forget(Instant endedBefore, int atMost) {
          assertThat(endedBefore).isEqualTo(asked.getLast());
          return Math.min(rows.remove(), atMost);
        }
      };

  @Test
  void what_is_left_over_goes_at_once_and_the_next_round_is_an_hour_later() {
    // Given
    Pruning pruning = new Pruning(inbox, progress, Duration.ofDays(2));
    answers.addAll(List.of(Integer.MAX_VALUE, 3, 0, 0));
    rows.addAll(List.of(0, Integer.MAX_VALUE, 1, 0));

    // When
    for (int minutes : List.of(0, 1, 2, 60, 61, 62)) {
      pruning.perhaps(NOON.plus(Duration.ofMinutes(minutes)));
    }

    // Then
    assertThat(asked)
        .extracting(before -> Duration.between(NOON.minus(Duration.ofDays(2)), before).toMinutes())
        .containsExactly(0L, 1L, 2L, 62L);
  }
}
