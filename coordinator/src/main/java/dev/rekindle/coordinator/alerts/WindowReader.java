package dev.rekindle.coordinator.alerts;

import dev.rekindle.coordinator.trigger.TimeWindow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads windows of time. */
final class WindowReader {

  private WindowReader() {}

  /** Two moments. */
  static Optional<TimeWindow> once(YamlPlace place) {
    Instant from = place.time("from");
    Instant to = place.time("to");
    if (from == null || to == null) {
      place.problem(
          "a window has 'from' and 'to': moments such as 2026-12-01T01:00:00Z, or with 'days' and"
              + " 'zone' times such as \"22:00\"");
      return Optional.empty();
    }
    try {
      return Optional.of(new TimeWindow.Once(from, to));
    } catch (IllegalArgumentException e) {
      place.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Times of a day, on all days when none is named. */
  static Optional<TimeWindow> weekly(YamlPlace place) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (YamlPlace day : place.list("days")) {
      day(day).ifPresent(days::add);
    }
    if (!place.has("days")) {
      days.addAll(EnumSet.allOf(DayOfWeek.class));
    }
    Optional<LocalTime> from = clock(place, "from");
    Optional<LocalTime> to = clock(place, "to");
    Optional<ZoneId> zone = zone(place);
    return from.isEmpty() || to.isEmpty() || zone.isEmpty() || days.isEmpty()
        ? Optional.empty()
        : Optional.of(new TimeWindow.Weekly(days, from.get(), to.get(), zone.get()));
  }

  private static Optional<DayOfWeek> day(YamlPlace place) {
    String text = place.value().toUpperCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (text.length() >= 3 && day.name().startsWith(text)) {
        return Optional.of(day);
      }
    }
    place.problem("is no day; write mon, tue, wed, thu, fri, sat or sun");
    return Optional.empty();
  }

  private static Optional<LocalTime> clock(YamlPlace place, String field) {
    try {
      return Optional.of(LocalTime.parse(place.mandatory(field)));
    } catch (DateTimeException _) {
      if (place.has(field)) {
        place.at(field).problem("is no time of the day; write it quoted: \"06:30\"");
      }
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> zone(YamlPlace place) {
    try {
      return Optional.of(ZoneId.of(place.mandatory("zone")));
    } catch (DateTimeException _) {
      if (place.has("zone")) {
        place.at("zone").problem("is no time zone; write one such as Europe/Berlin or UTC");
      }
      return Optional.empty();
    }
  }
}
