package dev.rekindle.sandbox.cluster.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Label selectors, in the text of a query and in the JSON of a spec; field selectors of a query.
 */
public final class Selector {
  private static final Pattern SET =
      Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Set<String> ANY_FIELD = Set.of("metadata.name", "metadata.namespace");
  private static final Map<String, Set<String>> MORE_FIELDS =
      Map.of(
          "Pod",
          Set.of(
              "status.phase",
              "spec.nodeName",
              "spec.restartPolicy",
              "status.podIP",
              "spec.schedulerName",
              "spec.serviceAccountName"),
          "Event",
          Set.of(
              "involvedObject.name",
              "involvedObject.namespace",
              "involvedObject.kind",
              "involvedObject.uid",
              "reason",
              "type"),
          "Secret",
          Set.of("type"),
          "Namespace",
          Set.of("status.phase"),
          "Job",
          Set.of("status.successful"),
          "ReplicaSet",
          Set.of("status.replicas"),
          "ReplicationController",
          Set.of("status.replicas"));

  private Selector() {}

  /** Parses {@code a=b,c!=d,e in (f,g),h,!i}. */
  public static Predicate<JsonNode> labels(String text) {
    Predicate<Map<String, String>> all = labels -> true;
    for (String part : split(text)) {
      all = all.and(requirement(part.strip()));
    }
    Predicate<Map<String, String>> whole = all;
    return object -> whole.test(Json.map(Json.at(object, "metadata.labels")));
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts.stream().filter(p -> !p.isBlank()).toList();
  }

  private static Predicate<Map<String, String>> requirement(String text) {
    Matcher set = SET.matcher(text);
    if (set.matches()) {
      List<String> values = List.of(set.group(3).strip().split("\\s*,\\s*", -1));
      return operator(set.group(1), set.group(2).equals("in") ? "In" : "NotIn", values);
    }
    for (String sign : List.of("!=", "==", "=")) {
      int at = text.indexOf(sign);
      if (at > 0) {
        List<String> value = List.of(text.substring(at + sign.length()).strip());
        return operator(text.substring(0, at).strip(), sign.equals("!=") ? "NotIn" : "In", value);
      }
    }
    if (text.startsWith("!")) {
      return operator(text.substring(1).strip(), "DoesNotExist", List.of());
    }
    if (text.contains(" ") || text.contains("(")) {
      throw ApiFailure.badRequest("unable to parse requirement: " + text);
    }
    return operator(text, "Exists", List.of());
  }

  private static Predicate<Map<String, String>> operator(
      String key, String operator, List<String> values) {
    return switch (operator) {
      case "In" ->
          labels -> Optional.ofNullable(labels.get(key)).filter(values::contains).isPresent();
      case "NotIn" ->
          labels -> Optional.ofNullable(labels.get(key)).filter(values::contains).isEmpty();
      case "DoesNotExist" -> labels -> !labels.containsKey(key);
      default -> labels -> labels.containsKey(key);
    };
  }

  /**
   * A {@code LabelSelector} object, or a plain map of labels as Services and old controllers have.
   */
  public static Predicate<JsonNode> ofSpec(JsonNode selector) {
    boolean plain = !selector.has("matchLabels") && !selector.has("matchExpressions");
    Predicate<Map<String, String>> all = labels -> true;
    for (var entry : (plain ? selector : selector.path("matchLabels")).properties()) {
      all = all.and(operator(entry.getKey(), "In", List.of(entry.getValue().asText())));
    }
    for (JsonNode e : selector.path("matchExpressions")) {
      all =
          all.and(
              operator(
                  Json.text(e, "key"), Json.text(e, "operator"), Json.texts(e.path("values"))));
    }
    Predicate<Map<String, String>> whole = selector.isEmpty() ? labels -> false : all;
    return object -> whole.test(Json.map(Json.at(object, "metadata.labels")));
  }

  /** A selector as text, as the scale subresource shows it. */
  public static String text(JsonNode selector) {
    JsonNode labels = selector.has("matchLabels") ? selector.path("matchLabels") : selector;
    return String.join(
        ",",
        Json.map(labels).entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .sorted()
            .toList());
  }

  /** Parses a field selector; fields that are not indexed are refused with 400. */
  public static Predicate<JsonNode> fields(Kind kind, String text) {
    Predicate<JsonNode> all = object -> true;
    for (String part : split(text)) {
      boolean not = part.contains("!=");
      String[] sides = part.split(not ? "!=" : "==?", 2);
      String field = sides[0].strip();
      if (!ANY_FIELD.contains(field)
          && !MORE_FIELDS.getOrDefault(kind.name(), Set.of()).contains(field)) {
        throw ApiFailure.badRequest("field label not supported: " + field);
      }
      String value = sides.length > 1 ? sides[1].strip() : "";
      all = all.and(object -> Json.text(object, field).equals(value) != not);
    }
    return all;
  }
}
