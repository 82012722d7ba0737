package dev.rekindle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarsTest {

  private static final String RESTORE =
      """
      {"application": "shop", "state": "RUNNING", "reason": "", "forecast": {"left": "PT4M5S"}, "stages": [
        {"id": "fence", "status": "SUCCEEDED", "took": "PT1.5S"},
        {"id": "import-database", "status": "RUNNING", "progress":
          {"percent": 50, "unit": "bytes", "perSecond": 12300000, "left": "PT1H2M3S", "step": "rows"}},
        {"id": "verify", "status": "FAILED", "problem": "COUNTS_DIFFER"},
        {"id": "open", "status": "WAITING"}]}
      """;

  @Test
  void each_stage_has_a_bar_with_rate_and_time_left() throws Exception {
    List<String> lines = Bars.of(restore(), 120);

    assertThat(lines)
        .containsExactly(
            "shop  RUNNING  1 of 4 stages  04:05 left",
            "  fence                    [########################] done in 00:01",
            "  import-database          [############            ]  50%  12.3 MB/s  1:02:03 left  rows",
            "  verify                   [                        ] failed: COUNTS_DIFFER",
            "  open                     [                        ] waiting");
  }

  @Test
  void no_line_is_longer_than_the_terminal_is_wide() throws Exception {
    assertThat(Bars.of(restore(), 50)).allSatisfy(line -> assertThat(line).hasSizeLessThan(51));
  }

  private static JsonNode restore() throws Exception {
    return Api.JSON.readTree(RESTORE);
  }
}
