package dev.rekindle.coordinator.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.coordinator.restore.ReportsRead;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReportsHorizonTest {

  private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

  private final ReportsHorizon horizon = new ReportsHorizon(Duration.ofSeconds(5));

  @Test
  void nothing_is_known_before_the_first_confirmation() {
    assertThat(horizon.read()).isEmpty();
  }

  @Test
  void confirmations_without_a_gap_go_on_from_the_first() {
    // Given
    horizon.confirmed(START);

    // When
    horizon.confirmed(START.plusSeconds(5));

    // Then
    assertThat(horizon.read()).contains(new ReportsRead(START, START.plusSeconds(5)));
  }

  @Test
  void after_a_gap_the_time_without_a_gap_begins_anew() {
    // Given
    horizon.confirmed(START);

    // When
    horizon.confirmed(START.plusMillis(5_001));

    // Then
    Instant anew = START.plusMillis(5_001);
    assertThat(horizon.read()).contains(new ReportsRead(anew, anew));
  }

  @Test
  void a_confirmation_that_comes_late_takes_nothing_back() {
    // Given
    horizon.confirmed(START.plusSeconds(2));

    // When
    horizon.confirmed(START.plusSeconds(1));

    // Then
    assertThat(horizon.read())
        .contains(new ReportsRead(START.plusSeconds(2), START.plusSeconds(2)));
  }

  @Test
  void a_clock_that_was_set_back_makes_the_time_without_a_gap_begin_anew() {
    // Given
    horizon.confirmed(START.plusSeconds(60));

    // When
    horizon.confirmed(START);

    // Then
    assertThat(horizon.read()).contains(new ReportsRead(START, START));
  }
}
