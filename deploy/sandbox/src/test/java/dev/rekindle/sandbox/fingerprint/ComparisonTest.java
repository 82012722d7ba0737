package dev.rekindle.sandbox.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.sandbox.fingerprint.Comparison.Mode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "system-redis, queue:default, list",
    "system-redis, schedule, zset",
    "system-redis, retry, zset",
    "system-redis, dead, zset",
    "backend-redis, resque:queue:priority, list",
    "backend-redis, resque:failed, list"
  })
  void a_queue_with_old_jobs_must_lie_in_the_quarantine_and_nowhere_else(
      String store, String queue, String type) {
    // Given
    String jobs = type + " 2xab 0";
    String others = type + " 1xcd 0";
    String aside = "1/rekindle:quarantine:r1:" + queue;
    Fingerprint before = fingerprint(store, Map.of("1/" + queue, jobs));

    // Then
    assertThat(rest(before, store, Map.of(aside, jobs))).isEmpty();
    assertThat(rest(before, store, Map.of(aside + ":77", jobs))).isEmpty();
    assertThat(rest(before, store, Map.of(aside, jobs, "1/" + queue, others))).isEmpty();
    assertThat(rest(before, store, Map.of(aside, others))).hasSize(1);
    assertThat(rest(before, store, Map.of())).hasSize(1);
    assertThat(rest(before, store, Map.of("1/" + queue, others))).hasSize(1);
    assertThat(rest(before, store, Map.of("1/" + queue, jobs))).hasSize(1);
    assertThat(rest(before, store, Map.of(aside, jobs, "1/" + queue, jobs))).hasSize(1);
    assertThat(rest(before, store, Map.of("1/rekindle:quarantine:r1:x:" + queue, jobs))).hasSize(1);
    assertThat(
            Comparison.of(before, fingerprint(store, Map.of(aside, jobs)), Mode.EXACT)
                .unexplained())
        .hasSize(2);
  }

  @Test
  void new_jobs_are_meant_only_at_the_end() {
    assertRule("live queue", Mode.FINAL, "system-redis", "1/queue:default", "", "list 1xab 0");
    assertRule("live queue", Mode.FINAL, "system-redis", "1/queues", "set 1xab 0", "set 2xcd 0");
    assertLoss(Mode.EXACT, "system-redis", "1/queue:default", "", "list 1xab 0");
    assertLoss(Mode.FINAL, "system-redis", "1/queues", "set 1xab 0", "");
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

  @Test
  void a_fingerprint_without_a_store_proves_nothing_about_it() {
    // Given
    Fingerprint nothing = new Fingerprint(NOW, new TreeMap<>());

    // When
    Comparison comparison = Comparison.of(nothing, nothing, Mode.FINAL);

    // Then
    assertThat(comparison.compared()).isZero();
    assertThat(comparison.unexplained())
        .extracting(Difference::store)
        .containsExactlyInAnyOrderElementsOf(Fingerprint.STORES);
    assertThat(comparison.lost()).isEqualTo(Fingerprint.STORES.size());
  }

  @Test
  void what_is_there_too_often_is_told_from_what_is_missing() {
    // Given
    Fingerprint before =
        fingerprint(
            "system-database",
            Map.of(
                "table users rows", "5", "table users content", "aa", "table plans content", "cc"));
    Fingerprint twice =
        fingerprint(
            "system-database",
            Map.of(
                "table users rows", "7", "table users content", "bb", "table plans content", "dd"));

    // When
    Comparison comparison = Comparison.of(before, twice, Mode.EXACT);

    // Then
    assertThat(comparison.surplus()).isEqualTo(2);
    assertThat(comparison.lost()).isEqualTo(1);
    assertSurplus(3, "system-redis", "1/queue:a", "list 2xab 0", "list 5xcd 0");
    assertSurplus(1, "system-storage", "left over", "", "3 ab");
    assertSurplus(0, "system-storage", "gone", "3 ab", "");
    assertSurplus(0, "backend-redis", "unreadable", "", "no route");
  }

  private static void assertSurplus(
      long surplus, String store, String item, String before, String after) {
    Comparison comparison = compare(Mode.EXACT, store, item, before, after);
    assertThat(comparison.surplus()).isEqualTo(surplus);
    assertThat(comparison.lost()).isEqualTo(surplus == 0 ? 1 : 0);
  }

  private static List<Difference> rest(
      Fingerprint before, String store, Map<String, String> after) {
    return Comparison.of(before, fingerprint(store, after), Mode.FINAL).unexplained();
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

  /** All stores, with something in each that does not change. */
  private static Fingerprint fingerprint(String store, Map<String, String> items) {
    SortedMap<String, SortedMap<String, String>> stores = new TreeMap<>();
    Fingerprint.STORES.forEach(
        name -> stores.put(name, new TreeMap<>(Map.of("0/always", "string =1 0"))));
    stores.computeIfAbsent(store, name -> new TreeMap<>()).putAll(items);
    return new Fingerprint(NOW, stores);
  }
}
