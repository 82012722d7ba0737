package dev.rekindle.coordinator.trigger;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A stretch of time, once or every week. Its begin belongs to it, its end does not. */
public sealed interface TimeWindow {

  /** When it ends, if {@code now} lies in it. */
  Optional<Instant> endsAfter(Instant now);

  /** From one moment to another. */
  record Once(Instant from, Instant to) implements TimeWindow {

    public Once {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException("a window ends after it began, not at " + to);
      }
    }

    @Override
    public Optional<Instant> endsAfter(Instant now) {
      return now.isBefore(from) || !now.isBefore(to) ? Optional.empty() : Optional.of(to);
    }
  }

  /**
   * On some days of each week, by the clock on the wall of a zone.
   *
   * @param days those on which it begins
   * @param to on the next day when it is not after {@code from}; equal to it: a whole day
   */
  record Weekly(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone)
      implements TimeWindow {

    public Weekly {
      if (days.isEmpty()) {
        throw new IllegalArgumentException("a window has at least one day");
      }
      days = Set.copyOf(EnumSet.copyOf(days));
    }

    @Override
    public Optional<Instant> endsAfter(Instant now) {
      LocalDate today = now.atZone(zone).toLocalDate();
      return Stream.of(today.minusDays(1), today)
          .filter(day -> days.contains(day.getDayOfWeek()))
          .flatMap(day -> on(day).endsAfter(now).stream())
          .max(Instant::compareTo);
    }

    @Override
    public String toString() {
      String names =
          days.stream()
              .sorted()
              .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(" "));
      return (days.size() == DayOfWeek.values().length ? "every day" : names)
          + " "
          + from
          + "-"
          + to
          + " "
          + zone;
    }

    private Once on(LocalDate day) {
      LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
      Instant begin = day.atTime(from).atZone(zone).toInstant();
      Instant end = last.atTime(to).atZone(zone).toInstant();
      // Where a clock is put forward over the whole window, nothing of it is left.
      return new Once(begin, end.isAfter(begin) ? end : begin.plusNanos(1));
    }
  }
}
