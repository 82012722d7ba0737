package dev.rekindle.coordinator.alerts;

import dev.rekindle.coordinator.trigger.AlertNotice;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a webhook of Alertmanager (notify/webhook, payload version 4) or of Grafana
 * (alerting, contact point "webhook", version 1), which differ in nothing that is needed here.
 */
record Webhook(@Nullable String version, @Nullable List<Alert> alerts) {

  /** Alertmanager's has 16 characters. */
  private static final int LONGEST_FINGERPRINT = 200;

  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9999;

  /** One alert of the group. */
  record Alert(
      @Nullable String status,
      @Nullable Map<String, String> labels,
      @Nullable String startsAt,
      @Nullable String fingerprint) {}

  /** Why a body is none. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** The alerts as notices; all of them can be read, or none is. */
  List<AlertNotice> notices(String expected) throws Malformed {
    if (!expected.equals(version)) {
      throw new Malformed("Field 'version' must be \"" + expected + "\", not " + version);
    }
    if (alerts == null) {
      throw new Malformed("Field 'alerts' is missing");
    }
    List<AlertNotice> notices = new ArrayList<>();
    for (int i = 0; i < alerts.size(); i++) {
      notices.add(notice("alerts[" + i + "].", alerts.get(i)));
    }
    return notices;
  }

  private static AlertNotice notice(String place, @Nullable Alert alert) throws Malformed {
    if (alert == null) {
      throw new Malformed(place + " is null");
    }
    boolean firing = firing(given(alert.status(), place + "status"), place);
    String fingerprint = given(alert.fingerprint(), place + "fingerprint");
    Instant startsAt = time(given(alert.startsAt(), place + "startsAt"), place + "startsAt");
    return notice(
        place, firing, fingerprint, startsAt, Objects.requireNonNullElse(alert.labels(), Map.of()));
  }

  static AlertNotice notice(
      String place,
      boolean firing,
      String fingerprint,
      Instant startsAt,
      Map<String, String> labels)
      throws Malformed {
    if (fingerprint.length() > LONGEST_FINGERPRINT) {
      throw new Malformed(
          place + "fingerprint is longer than " + LONGEST_FINGERPRINT + " characters");
    }
    return new AlertNotice(new AlertNotice.Episode(fingerprint, startsAt), firing, labels);
  }

  static boolean firing(String status, String place) throws Malformed {
    if (!status.equals("firing") && !status.equals("resolved")) {
      throw new Malformed(place + "status is firing or resolved, not " + status);
    }
    return status.equals("firing");
  }

  static String given(@Nullable String value, String field) throws Malformed {
    if (value == null || value.isBlank()) {
      throw new Malformed("Field '" + field + "' is missing");
    }
    return value;
  }

  /** To the microsecond, which is what the database keeps. */
  static Instant time(String text, String field) throws Malformed {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
        throw new Malformed(
            "Field '" + field + "' is outside " + FIRST_YEAR + " to " + LAST_YEAR + ": " + text);
      }
      return time.toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException _) {
      throw new Malformed("Field '" + field + "' is no time: " + text);
    }
  }
}
