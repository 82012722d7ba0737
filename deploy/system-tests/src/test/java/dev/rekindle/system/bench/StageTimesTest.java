package dev.rekindle.system.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageTimesTest {

  private static final String JOURNAL =
      """
      {"items": [
        {"type": "StageDispatched", "fact": {"at": "2026-01-01T00:00:00Z"}},
        {"type": "StageSucceeded", "fact": {"at": "2026-01-01T00:00:01Z"}},
        {"type": "StageDispatched", "fact": {"at": "2026-01-01T00:00:01Z"}},
        {"type": "StageDispatched", "fact": {"at": "2026-01-01T00:00:01.001Z"}},
        {"type": "StageSucceeded", "fact": {"at": "2026-01-01T00:00:01.004500Z"}}
      ]}
      """;

  @Test
  void a_stage_takes_from_the_end_of_the_one_before_to_its_own() throws Exception {
    // Given
    JsonNode journal = new ObjectMapper().readTree(JOURNAL);

    // When
    List<Double> millis = StageTimes.millis(journal);

    // Then
    assertThat(millis).containsExactly(4.5);
    assertThat(StageTimes.repeated(journal, 2)).isEqualTo(1);
  }

  @Test
  void a_quantile_is_a_value_that_was_measured() {
    // Given
    Distribution values = new Distribution(List.of(5.0, 1.0, 4.0, 2.0, 3.0));

    // When
    double median = values.quantile(0.5);

    // Then
    assertThat(median).isEqualTo(3.0);
    assertThat(values.quantile(0.99)).isEqualTo(5.0);
    assertThat(values.quantile(0)).isEqualTo(1.0);
  }
}
