package dev.rekindle.coordinator.plan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.coordinator.plan.PlanProblem;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${name}} in texts; a doubled dollar sign before the brace stands for itself. */
final class Substitution {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");

  private final Map<String, String> values;
  private final List<PlanProblem> problems;

  Substitution(Map<String, String> values, List<PlanProblem> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** The same tree with every text replaced; keys stay. */
  JsonNode tree(JsonNode node, String place) {
    if (node.isTextual()) {
      return JsonNodeFactory.instance.textNode(text(node.asText(), place));
    }
    if (node instanceof ObjectNode object) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(e -> result.set(e.getKey(), tree(e.getValue(), place + "." + e.getKey())));
      return result;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode result = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        result.add(tree(array.get(i), place + "[" + i + "]"));
      }
      return result;
    }
    return node;
  }

  String text(String text, String place) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      matcher.appendReplacement(
          result, Matcher.quoteReplacement(name == null ? "${" : value(name, place)));
    }
    return matcher.appendTail(result).toString();
  }

  private String value(String name, String place) {
    String value = values.get(name);
    if (value != null) {
      return value;
    }
    problems.add(
        new PlanProblem(
            PlanProblem.Code.PARAMETER_MISSING,
            place,
            "'${" + name + "}' has no value.",
            "Declare the parameter or give its value; write $${ for the characters themselves."));
    return "";
  }
}
