package dev.rekindle.coordinator.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.coordinator.trigger.AlertNotice;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 (HTTP protocol binding) as alerts. {@code data} may hold {@code status} (firing
 * when missing), {@code startsAt} (the event's time when missing), {@code labels} and {@code
 * fingerprint}; labels {@code type}, {@code source} and {@code subject} are the event's own, and
 * {@code alertname} is its type unless the data says otherwise.
 */
final class CloudEvents {

  private static final String VERSION = "1.0";

  /** Characters of a hash that stands for labels, as Alertmanager's fingerprints have. */
  private static final int FINGERPRINT = 16;

  private CloudEvents() {}

  /** One event, a batch of them, or in binary mode the data of the one in the headers. */
  static List<AlertNotice> notices(Map<String, List<String>> headers, JsonNode body)
      throws Webhook.Malformed {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    if (all.containsKey("ce-specversion")) {
      return List.of(notice("", name -> header(all, name), body));
    }
    List<AlertNotice> notices = new ArrayList<>();
    if (body.isArray()) {
      for (int i = 0; i < body.size(); i++) {
        notices.add(structured("[" + i + "].", body.get(i)));
      }
    } else {
      notices.add(structured("", body));
    }
    return notices;
  }

  private static @Nullable String header(Map<String, List<String>> headers, String name) {
    List<String> values = headers.get("ce-" + name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  private static AlertNotice structured(String place, JsonNode event) throws Webhook.Malformed {
    return notice(place, name -> text(event, name), event.path("data"));
  }

  private static AlertNotice notice(
      String place, Function<String, @Nullable String> attribute, JsonNode data)
      throws Webhook.Malformed {
    String version = Webhook.given(attribute.apply("specversion"), place + "specversion");
    if (!version.equals(VERSION)) {
      throw new Webhook.Malformed(place + "specversion must be " + VERSION + ", not " + version);
    }
    Map<String, String> labels = new TreeMap<>();
    String type = Webhook.given(attribute.apply("type"), place + "type");
    labels.put("alertname", type);
    for (String name : List.of("type", "source", "subject")) {
      String value = attribute.apply(name);
      if (value != null) {
        labels.put(name, value);
      }
    }
    for (Map.Entry<String, JsonNode> label : data.path("labels").properties()) {
      if (!label.getValue().isTextual()) {
        throw new Webhook.Malformed(place + "data.labels." + label.getKey() + " is no text");
      }
      labels.put(label.getKey(), label.getValue().asText());
    }
    String status = text(data, "status");
    boolean firing =
        status == null || Webhook.firing(status.toLowerCase(Locale.ROOT), place + "data.");
    String began = text(data, "startsAt");
    String when = began == null ? attribute.apply("time") : began;
    String field = place + (began == null ? "time" : "data.startsAt");
    String fingerprint = text(data, "fingerprint");
    return Webhook.notice(
        place + "data.",
        firing,
        fingerprint == null ? fingerprint(labels) : fingerprint,
        Webhook.time(Webhook.given(when, field), field),
        labels);
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode found = node.path(field);
    return found.isTextual() ? found.asText() : null;
  }

  private static String fingerprint(Map<String, String> labels) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(labels.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
