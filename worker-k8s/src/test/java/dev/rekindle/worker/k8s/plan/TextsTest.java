package dev.rekindle.worker.k8s.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.stage.WorkloadRef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Originals, hosts and redaction: what is read from and written as text. */
class TextsTest {

  @Test
  void originals_come_back_from_their_text() {
    Originals originals =
        new Originals(
            Map.of(
                "deployment/system-app", "3",
                "deployment/op@operators", "1",
                "/spec/a", "{\"x\":\"b = c\"}"));

    assertThat(Originals.parse(originals.text())).isEqualTo(originals);
    assertThat(originals.workloads())
        .extracting(WorkloadRef::toString)
        .containsExactly("deployment/op@operators", "deployment/system-app");
    assertThat(originals.fields()).containsOnlyKeys("/spec/a");
  }

  @Test
  void what_was_recorded_first_wins() {
    Originals recorded = new Originals(Map.of("deployment/a", "3"));
    Originals live = new Originals(Map.of("deployment/a", "0", "deployment/b", "2"));

    assertThat(recorded.extendedBy(live).values())
        .containsOnly(Map.entry("deployment/a", "3"), Map.entry("deployment/b", "2"));
  }

  @Test
  void hosts_are_read_from_json_and_from_lists() {
    assertThat(Hosts.parse(List.of("[\"A.example.com\", null, \"b.example.com\"]")))
        .containsExactly("a.example.com", "b.example.com");
    assertThat(Hosts.parse(List.of("a.example.com,b.example.com\nc.example.com")))
        .containsExactly("a.example.com", "b.example.com", "c.example.com");
  }

  @Test
  void a_host_without_an_admitted_route_is_missing() {
    assertThat(
            Hosts.missing(
                Hosts.parse(List.of("a,b,c")), Map.of("a", true, "b", false, "extra", true)))
        .containsExactly("b", "c");
  }

  @Test
  void secrets_do_not_survive_in_a_logs_tail() {
    String log =
        """
        connecting to postgresql://zync:s3cret@zync-database:5432/zync_production
        SECRET_KEY_BASE=0123456789abcdef password: "hunter2" {"access_token":"abc123"}
        Authorization: Bearer eyJhbGciOi.x.y
        Migrated 12 tables\
        """;

    String tail = Redaction.tail(log, 2000);

    assertThat(tail)
        .contains("zync-database:5432", "Migrated 12 tables")
        .doesNotContain("s3cret", "0123456789abcdef", "hunter2", "abc123", "eyJhbGciOi");
  }

  @Test
  void a_long_log_keeps_its_end() {
    assertThat(Redaction.tail("x".repeat(100) + "end", 10)).isEqualTo("...xxxxxxxend");
  }
}
