package dev.rekindle.coordinator.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.coordinator.trigger.AlertNotice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads of those who watch, as alerts. */
class NoticesTest {

  private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();

  /** As Grafana's documentation of the webhook contact point shows it. */
  private static final String GRAFANA =
      """
      {"receiver": "rekindle", "status": "firing", "orgId": 1,
       "alerts": [
         {"status": "firing", "labels": {"alertname": "ShopDown", "team": "blue"}, "annotations": {},
          "startsAt": "2026-11-22T04:00:00.123456789+01:00", "endsAt": "0001-01-01T00:00:00Z",
          "generatorURL": "https://play.grafana.org/alerting/1afz29v7z/edit",
          "fingerprint": "c6eadffa33fcdf37", "values": {"B": 44.2}}],
       "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {},
       "externalURL": "https://play.grafana.org/", "version": "1", "groupKey": "{}:{}",
       "truncatedAlerts": 0, "title": "[FIRING:1]", "state": "alerting", "message": "..."}
      """;

  @Test
  void grafanas_webhook_is_read_as_alertmanagers_is() throws Exception {
    List<AlertNotice> notices =
        JSON.readerFor(Webhook.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .<Webhook>readValue(GRAFANA)
            .notices("1");

    assertThat(notices)
        .containsExactly(
            new AlertNotice(
                new AlertNotice.Episode(
                    "c6eadffa33fcdf37", Instant.parse("2026-11-22T03:00:00.123456Z")),
                true,
                Map.of("alertname", "ShopDown", "team", "blue")));
  }

  @Test
  void a_structured_cloud_event_is_an_alert_whose_labels_are_its_attributes() throws Exception {
    AlertNotice notice = only(Map.of(), event("\"labels\": {\"severity\": \"page\"}"));

    assertThat(notice.firing()).isTrue();
    assertThat(notice.episode().startsAt()).isEqualTo(Instant.parse("2026-11-22T03:00:00Z"));
    assertThat(notice.labels())
        .containsEntry("alertname", "com.example.down")
        .containsEntry("source", "/probe")
        .containsEntry("severity", "page");
  }

  @Test
  void the_resolving_event_of_an_episode_is_known_by_its_begin() throws Exception {
    AlertNotice fires = only(Map.of(), event("\"labels\": {}"));
    AlertNotice over =
        only(
            Map.of(),
            event("\"status\": \"resolved\", \"startsAt\": \"2026-11-22T03:00:00Z\"")
                .replace("T03:00:00Z\", \"data", "T04:00:00Z\", \"data"));

    assertThat(over.firing()).isFalse();
    assertThat(over.episode()).isEqualTo(fires.episode());
  }

  @Test
  void an_event_in_binary_mode_has_its_attributes_in_headers() throws Exception {
    AlertNotice notice =
        only(
            Map.of(
                "Ce-Specversion", List.of("1.0"),
                "ce-type", List.of("com.example.down"),
                "CE-Source", List.of("/probe"),
                "ce-time", List.of("2026-11-22T03:00:00Z")),
            "{\"fingerprint\": \"abc\", \"labels\": {\"alertname\": \"ShopDown\"}}");

    assertThat(notice.episode())
        .isEqualTo(new AlertNotice.Episode("abc", Instant.parse("2026-11-22T03:00:00Z")));
    assertThat(notice.labels()).containsEntry("alertname", "ShopDown").containsKey("type");
  }

  @Test
  void a_batch_is_taken_whole_or_not_at_all() throws Exception {
    String good = event("\"labels\": {}");

    assertThat(CloudEvents.notices(Map.of(), JSON.readTree("[" + good + "," + good + "]")))
        .hasSize(2);
    assertThatThrownBy(() -> CloudEvents.notices(Map.of(), JSON.readTree("[" + good + ", {}]")))
        .isInstanceOf(Webhook.Malformed.class)
        .hasMessageContaining("[1].specversion");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"status\": \"perhaps\"",
        "\"startsAt\": \"noon\"",
        "\"startsAt\": \"-0001-01-01T00:00:00Z\"",
        "\"labels\": {\"a\": 7}"
      })
  void an_event_that_says_something_else_is_refused(String data) {
    assertThatThrownBy(() -> only(Map.of(), event(data))).isInstanceOf(Webhook.Malformed.class);
  }

  private static AlertNotice only(Map<String, List<String>> headers, String body) throws Exception {
    return CloudEvents.notices(headers, JSON.readTree(body)).getFirst();
  }

  private static String event(String data) {
    return """
    {"specversion": "1.0", "id": "1", "type": "com.example.down", "source": "/probe",
     "time": "2026-11-22T03:00:00Z", "data": {%s}}
    """
        .formatted(data);
  }
}
