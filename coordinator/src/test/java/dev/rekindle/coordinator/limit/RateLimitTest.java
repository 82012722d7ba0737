package dev.rekindle.coordinator.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.coordinator.settings.CoordinatorSettings;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private long now;

  private final TimeMeter clock =
      new TimeMeter() {
        @Override
        public long currentTimeNanos() {
          return now;
        }

        @Override
        public boolean isWallClockBased() {
          return false;
        }
      };

  private final RateLimit limit = new RateLimit(new CoordinatorSettings.Rate(60, 2), clock);

  @Test
  void each_caller_has_a_burst_and_then_waits_for_his_own() {
    assertThat(limit.take("ann")).isEmpty();
    assertThat(limit.take("ann")).isEmpty();
    assertThat(limit.take("ann")).hasValue(Duration.ofSeconds(1));
    assertThat(limit.take("bob")).isEmpty();

    now += Duration.ofSeconds(1).toNanos();

    assertThat(limit.take("ann")).isEmpty();
    assertThat(limit.take("ann")).isPresent();
  }

  @Test
  void asking_how_long_to_wait_takes_nothing() {
    limit.take("ann");

    assertThat(limit.wait("ann")).isEmpty();
    assertThat(limit.wait("ann")).isEmpty();
    assertThat(limit.take("ann")).isEmpty();
    assertThat(limit.wait("ann")).hasValue(Duration.ofSeconds(1));
  }

  @Test
  void nothing_a_minute_means_no_limit() {
    RateLimit none = new RateLimit(new CoordinatorSettings.Rate(0, 1), clock);

    for (int i = 0; i < 100; i++) {
      assertThat(none.take("ann")).isEmpty();
    }
  }
}
