package dev.rekindle.coordinator.plan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.coordinator.plan.PlanProblem;
import java.math.BigInteger;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * YAML as a tree, with anchors resolved, which Jackson's own YAML parser leaves as bare names. A
 * few lines of anchors can stand for billions of nodes, so the nodes of the result are counted.
 */
final class YamlTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEPTH = 30;
  private static final int ALIASES = 500;
  private static final int MOST_NODES = 50_000;

  /** Characters; the text travels in a message. */
  private static final int LONGEST = 256 * 1024;

  private int nodes;

  private YamlTree() {}

  /** An empty object when the text is no YAML mapping; the problem says why. */
  static ObjectNode read(String yaml, List<PlanProblem> problems) {
    try {
      if (new YamlTree().convert(new Yaml(new SafeConstructor(options())).load(yaml), DEPTH)
          instanceof ObjectNode document) {
        return document;
      }
      problems.add(unreadable("", "The text is not a mapping."));
    } catch (MarkedYAMLException e) {
      String place =
          e.getProblemMark() == null
              ? ""
              : "line "
                  + (e.getProblemMark().getLine() + 1)
                  + ", column "
                  + (e.getProblemMark().getColumn() + 1);
      problems.add(unreadable(place, "Not YAML: " + e.getProblem() + "."));
    } catch (YAMLException | IllegalArgumentException e) {
      problems.add(unreadable("", "Not readable as YAML: " + e.getMessage()));
    }
    return NODES.objectNode();
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(ALIASES);
    options.setCodePointLimit(LONGEST);
    return options;
  }

  private static PlanProblem unreadable(String place, String message) {
    return new PlanProblem(
        PlanProblem.Code.UNREADABLE, place, message, "Correct the YAML of the plan.");
  }

  private JsonNode convert(@Nullable Object value, int depth) {
    if (depth == 0) {
      throw new IllegalArgumentException("nested too deeply");
    }
    if (++nodes > MOST_NODES) {
      throw new IllegalArgumentException("more than " + MOST_NODES + " values, aliases resolved");
    }
    return switch (value) {
      case null -> NODES.nullNode();
      case Map<?, ?> map -> {
        ObjectNode object = NODES.objectNode();
        map.forEach((key, child) -> object.set(String.valueOf(key), convert(child, depth - 1)));
        yield object;
      }
      case List<?> list -> {
        ArrayNode array = NODES.arrayNode();
        list.forEach(child -> array.add(convert(child, depth - 1)));
        yield array;
      }
      case Boolean bool -> NODES.booleanNode(bool);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case BigInteger number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      case Date date -> NODES.textNode(date.toInstant().toString());
      default -> NODES.textNode(value.toString());
    };
  }
}
