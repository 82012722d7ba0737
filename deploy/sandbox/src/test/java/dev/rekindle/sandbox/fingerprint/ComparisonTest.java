package dev.rekindle.sandbox.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.sandbox.fingerprint.Comparison.Mode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final long NOW = 1_000_000;

  @Test
  void a_key_past_its_expiry_may_be_gone() {
    assertRule("expired", Mode.EXACT, "backend-redis", "0/k", "string =1 999999", "");
    assertLoss(Mode.EXACT, "backend-redis", "0/k", "string =1 1000001", "");
    assertLoss(Mode.FINAL, "backend-redis", "0/k", "string =1 0", "");
  }

  @Test
  void a_raised_counter_is_meant_only_at_the_end_and_only_upwards() {
    assertRule(
        "raised counter", Mode.FINAL, "backend-redis", "0/events/id", "string =5 0", "string =9 0");
    assertLoss(Mode.EXACT, "backend-redis", "0/events/id", "string =5 0", "string =9 0");
    assertLoss(Mode.FINAL, "backend-redis", "0/events/id", "string =5 0", "string =4 0");
  }

  @Test
  void a_quarantined_queue_must_lie_in_the_quarantine_with_the_same_jobs() {
    // Given
    Fingerprint before = fingerprint("system-redis", Map.of("1/schedule", "zset 2xab 0"));
    Fingerprint kept =
        fingerprint("system-redis", Map.of("1/rekindle:quarantine:r1:schedule", "zset 2xab 0"));
    Fingerprint lost =
        fingerprint("system-redis", Map.of("1/rekindle:quarantine:r1:schedule", "zset 1xcd 0"));

    // When
    Comparison good = Comparison.of(before, kept, Mode.FINAL);

    // Then
    assertThat(good.unexplained()).isEmpty();
    assertThat(Comparison.of(before, lost, Mode.FINAL).unexplained()).hasSize(1);
    assertThat(Comparison.of(before, kept, Mode.EXACT).unexplained()).isNotEmpty();
  }

  @Test
  void only_the_tables_that_grow_may_grow_and_only_at_the_end() {
    assertRule(
        "rows since", Mode.FINAL, "system-database", "table event_store_events beyond", "0", "12");
    assertLoss(Mode.EXACT, "system-database", "table event_store_events beyond", "0", "12");
    assertLoss(Mode.FINAL, "system-database", "table accounts beyond", "0", "1");
    assertLoss(Mode.FINAL, "system-database", "table event_store_events content", "aa", "bb");
  }

  @Test
  void a_store_that_cannot_be_read_is_lost() {
    assertLoss(Mode.EXACT, "backend-redis", "unreadable", "", "no route");
  }

  private static void assertRule(
      String rule, Mode mode, String store, String item, String before, String after) {
    Comparison comparison = compare(mode, store, item, before, after);
    assertThat(comparison.explained()).extracting(e -> e.rule().name()).containsExactly(rule);
    assertThat(comparison.unexplained()).isEmpty();
  }

  private static void assertLoss(
      Mode mode, String store, String item, String before, String after) {
    assertThat(compare(mode, store, item, before, after).unexplained()).hasSize(1);
  }

  private static Comparison compare(
      Mode mode, String store, String item, String before, String after) {
    return Comparison.of(
        fingerprint(store, before.isEmpty() ? Map.of() : Map.of(item, before)),
        fingerprint(store, after.isEmpty() ? Map.of() : Map.of(item, after)),
        mode);
  }

  private static Fingerprint fingerprint(String store, Map<String, String> items) {
    return new Fingerprint(NOW, new TreeMap<>(Map.of(store, new TreeMap<>(items))));
  }
}
