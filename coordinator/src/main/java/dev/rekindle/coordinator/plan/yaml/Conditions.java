package dev.rekindle.coordinator.plan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.coordinator.plan.PlanProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what is not wanted for the values of the parameters: a mapping with {@code when}, a
 * text that is empty or a list of two that differ. One with nothing but {@code value} beside it
 * stands for that value. Who needed a stage that is left out needs what that one needed. The
 * parameters are known at the start, so the plan that is pinned has no condition any more.
 */
final class Conditions {

  private static final String WHEN = "when";
  private static final String VALUE = "value";

  private final List<PlanProblem> problems;

  /** Needs of stages that are left out. */
  private final Map<String, List<String>> gone = new LinkedHashMap<>();

  Conditions(List<PlanProblem> problems) {
    this.problems = problems;
  }

  /** The stages that remain, by their place in the text. */
  Map<String, JsonNode> remaining(Map<String, JsonNode> stages) {
    Map<String, JsonNode> remaining = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> stage : stages.entrySet()) {
      JsonNode pruned = pruned(stage.getValue(), stage.getKey());
      if (pruned != null) {
        remaining.put(stage.getKey(), pruned);
      } else {
        gone.put(stage.getValue().path("id").asText(), texts(stage.getValue().path("needs")));
      }
    }
    // One of two stages of the same name: whoever refers to it means the one that remains.
    remaining.values().forEach(stage -> gone.remove(stage.path("id").asText()));
    if (!gone.isEmpty()) {
      remaining.values().forEach(this::rewire);
    }
    return remaining;
  }

  private void rewire(JsonNode node) {
    if (node instanceof ObjectNode stage) {
      if (stage.path("needs").isArray()) {
        Set<String> needs = new LinkedHashSet<>();
        texts(stage.path("needs")).forEach(need -> reach(need, needs, new LinkedHashSet<>()));
        stage.set("needs", list(needs));
      }
      if (stage.path("unlessUnfinished").isArray()) {
        List<String> kept = new ArrayList<>(texts(stage.path("unlessUnfinished")));
        kept.removeAll(gone.keySet());
        stage.set("unlessUnfinished", list(kept));
      }
      if (stage.path("inputs") instanceof ObjectNode inputs) {
        List<String> empty = new ArrayList<>();
        inputs
            .properties()
            .forEach(input -> {
              if (gone.containsKey(input.getValue().asText().split("\\.", 2)[0])) {
                empty.add(input.getKey());
              }
            });
        inputs.remove(empty);
      }
    }
  }

  private void reach(String need, Set<String> needs, Set<String> passed) {
    List<String> behind = gone.get(need);
    if (behind == null) {
      needs.add(need);
    } else if (passed.add(need)) {
      behind.forEach(other -> reach(other, needs, passed));
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static ArrayNode list(Iterable<String> texts) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    texts.forEach(list::add);
    return list;
  }

  /** What remains of a mapping or list; null when nothing does. */
  private @Nullable JsonNode pruned(JsonNode node, String place) {
    if (node instanceof ObjectNode object) {
      if (!wanted(object.path(WHEN), place)) {
        return null;
      }
      if (object.size() == 2 && object.has(WHEN) && object.has(VALUE)) {
        return pruned(object.get(VALUE), place + "." + VALUE);
      }
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        JsonNode value = pruned(entry.getValue(), place + "." + entry.getKey());
        if (value != null && !entry.getKey().equals(WHEN)) {
          result.set(entry.getKey(), value);
        }
      }
      return result;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode result = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        JsonNode value = pruned(array.get(i), place + "[" + i + "]");
        if (value != null) {
          result.add(value);
        }
      }
      return result;
    }
    return node;
  }

  private boolean wanted(JsonNode when, String place) {
    if (when.isMissingNode()) {
      return true;
    }
    if (when.isTextual()) {
      return !when.asText().isEmpty();
    }
    if (when.isArray() && when.size() == 2) {
      return when.get(0).asText().equals(when.get(1).asText());
    }
    problems.add(
        new PlanProblem(
            PlanProblem.Code.VALUE_INVALID,
            place + "." + WHEN,
            "It must be a text or a list of two.",
            "Write it like \"${bucket}\" (unless empty) or [\"${engine}\", MYSQL] (when equal)."));
    return true;
  }
}
