package dev.rekindle.sandbox.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PopulationGeneratorTest {

  private static final Instant BASE = Instant.parse("2026-10-01T00:00:00Z");

  @Test
  void equal_seeds_give_equal_populations() {
    // When
    Population again = PopulationGenerator.generate(7, 2, BASE);

    // Then
    assertThat(again).isEqualTo(PopulationGenerator.generate(7, 2, BASE));
    assertThat(again).isNotEqualTo(PopulationGenerator.generate(8, 2, BASE));
  }

  @Test
  void a_larger_size_gives_more_of_everything() {
    // When
    Population large = PopulationGenerator.generate(7, 4, BASE);

    // Then
    Population small = PopulationGenerator.generate(7, 1, BASE);
    assertThat(large.services()).hasSizeGreaterThan(small.services().size());
    assertThat(large.services().getFirst().apps())
        .hasSizeGreaterThan(small.services().getFirst().apps().size());
  }
}
