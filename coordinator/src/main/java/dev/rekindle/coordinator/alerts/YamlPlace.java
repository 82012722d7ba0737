package dev.rekindle.coordinator.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.coordinator.trigger.PolicyProblem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A value somewhere in a file. Whoever asks for what is not there, or is something else, gets a
 * stand-in, and the problem is written down with its place.
 */
record YamlPlace(JsonNode node, String place, List<PolicyProblem> problems) {

  private static final Duration LONGEST = Duration.ofDays(3660);

  void problem(String message) {
    problems.add(new PolicyProblem(place.isEmpty() ? "the file" : place, message));
  }

  boolean isObject() {
    return node.isObject();
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  YamlPlace at(String field) {
    return new YamlPlace(node.path(field), place.isEmpty() ? field : place + "." + field, problems);
  }

  /** Whether it is an object; that it has no other fields than these is demanded besides. */
  boolean onlyHas(Set<String> known) {
    if (!node.isObject()) {
      problem("must have fields: " + String.join(", ", new TreeSet<>(known)));
      return false;
    }
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            at(name).problem("is not known; there are " + String.join(", ", new TreeSet<>(known)));
          }
        });
    return true;
  }

  List<YamlPlace> list(String field) {
    if (!has(field)) {
      return List.of();
    }
    YamlPlace found = at(field);
    if (!found.node.isArray()) {
      found.problem("must be a list");
      return List.of();
    }
    List<YamlPlace> places = new ArrayList<>();
    for (int i = 0; i < found.node.size(); i++) {
      places.add(new YamlPlace(found.node.path(i), found.place + "[" + i + "]", problems));
    }
    return places;
  }

  List<String> texts(String field) {
    return list(field).stream().map(YamlPlace::value).toList();
  }

  /** The text of this place. */
  String value() {
    if (!node.isValueNode() || node.isNull() || node.asText().isBlank()) {
      problem("must be a text");
      return "?";
    }
    return node.asText();
  }

  @Nullable String text(String field) {
    return has(field) ? at(field).value() : null;
  }

  String mandatory(String field) {
    if (!has(field)) {
      problem(field + " is missing");
      return "?";
    }
    return at(field).value();
  }

  boolean flag(String field) {
    if (has(field) && !at(field).node.isBoolean()) {
      at(field).problem("is true or false");
    }
    return at(field).node.asBoolean(false);
  }

  OptionalInt count(String field) {
    if (!has(field)) {
      return OptionalInt.empty();
    }
    YamlPlace found = at(field);
    if (!found.node.isInt() || found.node.intValue() < 1) {
      found.problem("must be a whole number from 1");
      return OptionalInt.empty();
    }
    return OptionalInt.of(found.node.intValue());
  }

  <T> T choice(String field, Map<String, T> known, T standard) {
    String text = text(field);
    if (text == null) {
      return standard;
    }
    T found = known.get(text);
    if (found == null) {
      at(field).problem("is one of " + String.join(", ", new TreeSet<>(known.keySet())));
      return standard;
    }
    return found;
  }

  /** {@code 30m}, {@code 90s}, {@code 26h}, {@code 7d}, or ISO 8601. */
  Duration duration(String field, Duration standard) {
    String text = text(field);
    if (text == null) {
      return standard;
    }
    try {
      String upper = text.strip().toUpperCase(Locale.ROOT);
      Duration length =
          Duration.parse(
              upper.startsWith("P") ? upper : upper.endsWith("D") ? "P" + upper : "PT" + upper);
      if (!length.isNegative() && length.compareTo(LONGEST) <= 0) {
        return length;
      }
    } catch (DateTimeException _) {
      // Said below.
    }
    at(field).problem("is no length of time; write one such as 90s, 30m, 26h, 7d or PT1H30M");
    return standard;
  }

  /** A moment with its offset; null when there is none. */
  @Nullable Instant time(String field) {
    String text = text(field);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      at(field).problem("is no moment; write one such as 2026-12-01T01:00:00Z");
      return null;
    }
  }
}
