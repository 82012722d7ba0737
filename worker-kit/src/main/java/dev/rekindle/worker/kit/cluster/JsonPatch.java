package dev.rekindle.worker.kit.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON patch (RFC 6902) in the making. Begin with a {@link #test}: it is what keeps a stale
 * decision from being written. A failed test answers 422, as a missing path does.
 */
public final class JsonPatch {

  private final List<Map<String, @Nullable Object>> operations = new ArrayList<>();

  /** Goes on only when the value at the path is this. */
  public JsonPatch test(String path, @Nullable Object value) {
    return operation("test", path, value);
  }

  public JsonPatch add(String path, @Nullable Object value) {
    return operation("add", path, value);
  }

  public JsonPatch replace(String path, @Nullable Object value) {
    return operation("replace", path, value);
  }

  public JsonPatch remove(String path) {
    operations.add(Map.of("op", "remove", "path", path));
    return this;
  }

  /** A name as one segment of a path: {@code ~} and {@code /} escaped. */
  public static String segment(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** The operations in the form of RFC 6902. */
  public List<Map<String, @Nullable Object>> operations() {
    return List.copyOf(operations);
  }

  private JsonPatch operation(String op, String path, @Nullable Object value) {
    Map<String, @Nullable Object> operation = new LinkedHashMap<>();
    operation.put("op", op);
    operation.put("path", path);
    operation.put("value", value);
    operations.add(operation);
    return this;
  }
}
