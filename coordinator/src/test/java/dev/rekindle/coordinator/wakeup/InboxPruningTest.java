package dev.rekindle.coordinator.wakeup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.coordinator.exchange.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxPruningTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Instant> asked = new ArrayList<>();
  private final Inbox inbox =
      new Inbox() {
        @Override
        public int forget(Instant before, int atMost) {
          asked.add(before);
          return Math.min(answers.remove(), atMost);
        }
      };

  @Test
  void what_is_left_over_goes_at_once_and_the_next_round_is_an_hour_later() {
    // Given
    InboxPruning pruning = new InboxPruning(inbox, Duration.ofDays(2));
    answers.addAll(List.of(Integer.MAX_VALUE, 3, 0));

    // When
    for (int minutes : List.of(0, 1, 2, 60, 61, 62)) {
      pruning.perhaps(NOON.plus(Duration.ofMinutes(minutes)));
    }

    // Then
    assertThat(asked)
        .extracting(before -> Duration.between(NOON.minus(Duration.ofDays(2)), before).toMinutes())
        .containsExactly(0L, 1L, 61L);
  }
}
