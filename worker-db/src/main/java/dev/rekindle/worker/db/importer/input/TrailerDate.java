package dev.rekindle.worker.db.importer.input;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The date in {@code -- Dump completed on 2024-05-01 3:07:09}. mysqldump writes it in the time zone
 * of the machine it ran on and does not say which; it is read as UTC, the zone of containers.
 */
final class TrailerDate {

  private static final Pattern DATE =
      Pattern.compile(".* on (\\d{4}-\\d{2}-\\d{2}) +(\\d{1,2}:\\d{2}:\\d{2})\\s*");
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd H:mm:ss", Locale.ROOT);

  private TrailerDate() {}

  static @Nullable Instant read(String trailer) {
    Matcher matcher = DATE.matcher(trailer);
    return matcher.matches()
        ? LocalDateTime.parse(matcher.group(1) + " " + matcher.group(2), FORM)
            .toInstant(ZoneOffset.UTC)
        : null;
  }
}
