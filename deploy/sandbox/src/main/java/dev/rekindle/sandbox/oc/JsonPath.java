package dev.rekindle.sandbox.oc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The plain paths of kubectl's JSONPath: {@code {.items[0].metadata.name}}. */
final class JsonPath {

  private static final Pattern STEP = Pattern.compile("\\.([\\w-]+)|\\[(\\d+)]");

  private JsonPath() {}

  /** Objects are printed as JSON, absent fields as nothing, an index too high is an error. */
  static String print(String path, JsonNode object) {
    JsonNode at = object;
    String inner = path.replaceFirst("^\\{", "").replaceFirst("}$", "");
    Matcher steps = STEP.matcher(inner);
    int end = 0;
    while (steps.find() && steps.start() == end) {
      end = steps.end();
      if (steps.group(1) != null) {
        at = at.path(steps.group(1));
        continue;
      }
      int index = Integer.parseInt(steps.group(2));
      if (index >= at.size()) {
        throw new Failure(
            "error: error executing jsonpath \"%s\": Error executing template: array index out of bounds: index %d, length %d"
                .formatted(path, index, at.size()));
      }
      at = at.path(index);
    }
    if (end != inner.length()) {
      throw new Failure("error: this stand-in does not understand the path " + path);
    }
    if (at.isMissingNode()) {
      return "";
    }
    return at.isValueNode() ? at.asText() : at.toString();
  }
}
