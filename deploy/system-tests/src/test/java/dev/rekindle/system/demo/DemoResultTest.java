package dev.rekindle.system.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.stack.Service;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoResultTest {

  private static final Comparison PROOF =
      new Comparison(Comparison.FEWEST, 0, 0, List.of(), List.of());
  private static final List<Service> ALL = Arrays.asList(Service.values());

  @Test
  void is_good_when_everything_is_proven() {
    assertThat(result("SUCCEEDED", PROOF, PROOF, 1, true, ALL).good()).isTrue();
    assertThat(result("SUCCEEDED", PROOF, PROOF, 1, false, List.of()).good()).isTrue();
  }

  @Test
  void is_not_good_when_the_restore_is_not() {
    assertThat(result("HELD", PROOF, PROOF, 1, false, List.of()).good()).isFalse();
  }

  @Test
  void is_not_good_when_a_process_was_never_killed() {
    // Given
    DemoResult result = result("SUCCEEDED", PROOF, PROOF, 1, true, ALL.subList(0, ALL.size() - 1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    // When
    Report.kills(new Story(new PrintStream(out, true, StandardCharsets.UTF_8), false), result);

    // Then
    assertThat(result.good()).isFalse();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("coordinator, worker-db, worker-redis")
        .containsPattern("NOT KILLED.*worker-k8s");
  }

  @Test
  void is_not_good_when_too_little_was_compared() {
    Comparison few = new Comparison(Comparison.FEWEST - 1, 0, 0, List.of(), List.of());

    assertThat(result("SUCCEEDED", few, PROOF, 1, false, List.of()).good()).isFalse();
    assertThat(result("SUCCEEDED", PROOF, few, 1, false, List.of()).good()).isFalse();
  }

  @Test
  void counts_what_is_lost_and_what_is_there_too_often() {
    // Given
    Comparison exact = new Comparison(5_000, 2, 7, List.of("a", "b"), List.of());
    Comparison last = new Comparison(5_000, 1, 3, List.of("c"), List.of());

    // When
    DemoResult result = result("SUCCEEDED", exact, last, 3, false, List.of());

    // Then
    assertThat(result.lost()).isEqualTo(3);
    assertThat(result.duplicated()).as("10 too many and 2 restores too many").isEqualTo(12);
    assertThat(result.good()).isFalse();
    assertThat(result("SUCCEEDED", PROOF, PROOF, 2, false, List.of()).good()).isFalse();
  }

  @Test
  void says_how_long_it_took_against_the_objective() {
    assertThat(Report.recovery(Duration.ofSeconds(51), Duration.ofMinutes(30)))
        .isEqualTo(
            "actual RTO 51.0 s from the alert to verified; the plan's objective of 30:00 min is met");
    assertThat(Report.recovery(Duration.ofMinutes(31), Duration.ofMinutes(30)))
        .endsWith("is MISSED");
    assertThat(Report.recovery(Duration.ofMinutes(31), null)).endsWith("has no objective");
  }

  private static DemoResult result(
      String state,
      Comparison exact,
      Comparison last,
      int restores,
      boolean killing,
      List<Service> killed) {
    RestoreView view =
        new RestoreView(
            "r1", state, "", "", List.of(), List.of(), List.of(), Duration.ofMinutes(30));
    return new DemoResult(view, exact, last, restores, killing, killed, Duration.ofSeconds(51));
  }
}
