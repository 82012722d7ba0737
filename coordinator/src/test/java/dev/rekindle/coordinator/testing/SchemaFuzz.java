package dev.rekindle.coordinator.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Bodies that nearly are what a description asks for. */
public final class SchemaFuzz {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What has broken readers before. */
  private static final List<JsonNode> HOSTILE =
      List.of(
          NODES.nullNode(),
          NODES.textNode(""),
          NODES.textNode("a\u0000b"),
          NODES.textNode("\ud800"),
          NODES.textNode("%s%n${jndi:ldap://x}'\"; drop table restore; --"),
          NODES.textNode("../../../../etc/passwd"),
          NODES.textNode("x".repeat(20_000)),
          NODES.numberNode(-1),
          NODES.numberNode(Long.MIN_VALUE),
          NODES.numberNode(1e308),
          NODES.booleanNode(true),
          NODES.arrayNode().add(NODES.arrayNode()),
          NODES.objectNode().set("a", NODES.objectNode()));

  private static final List<String> TEXTS =
      List.of(
          "shop",
          "till",
          "newest",
          "monday",
          "restore",
          "dry-run",
          "fence",
          "ann",
          "none",
          "PT5M",
          "viewer",
          "2026-11-22T03:00:00Z",
          "1.0",
          "4",
          "firing");

  private static final String ALERT =
      """
      {"version": "%s", "status": "firing", "alerts": [{"status": "firing", "fingerprint": "f1",
        "labels": {"alertname": "TillDown", "severity": "page"}, "startsAt": "2026-11-22T03:00:00Z"}]}
      """;

  private static final String EVENT =
      """
      {"specversion": "1.0", "id": "1", "type": "TillDown", "source": "/probe",
       "time": "2026-11-22T03:00:00Z", "data": {"status": "firing", "labels": {"severity": "page"}}}
      """;

  private final JsonNode document;
  private final Random random;

  public SchemaFuzz(JsonNode document, Random random) {
    this.document = document;
    this.random = random;
  }

  /** One body for an operation, and now and then something that is no JSON at all. */
  public String body(JsonNode operation, String path) {
    if (random.nextInt(8) == 0) {
      return List.of("", "{", "null", "[]", "\"x\"", "7", "[".repeat(3_000), "{\"a\":1,}")
          .get(random.nextInt(8));
    }
    if (path.startsWith("/webhooks/")) {
      return spoiled(known(path)).toString();
    }
    JsonNode schema =
        operation.path("requestBody").path("content").path("application/json").path("schema");
    return schema.isMissingNode() ? "{}" : made(schema, 0).toString();
  }

  private static JsonNode known(String path) {
    try {
      return JSON.readTree(
          path.endsWith("cloudevents")
              ? EVENT
              : ALERT.formatted(path.endsWith("grafana") ? "1" : "4"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with one value, wherever it is, replaced. */
  private JsonNode spoiled(JsonNode node) {
    if (node.isEmpty()) {
      return hostile();
    }
    int chosen = random.nextInt(node.size());
    if (node instanceof ObjectNode object) {
      String name = object.properties().stream().skip(chosen).findFirst().orElseThrow().getKey();
      object.set(name, random.nextInt(3) == 0 ? hostile() : spoiled(object.path(name)));
    } else if (node instanceof ArrayNode array) {
      array.set(chosen, random.nextInt(3) == 0 ? hostile() : spoiled(array.path(chosen)));
    }
    return node;
  }

  private JsonNode made(JsonNode schema, int depth) {
    if (random.nextInt(6) == 0 || depth > 5) {
      return hostile();
    }
    if (schema.has("$ref")) {
      return made(document.at(schema.path("$ref").asText().substring(1)), depth);
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> NODES.arrayNode().add(made(schema.path("items"), depth + 1));
      case "integer", "number" -> NODES.numberNode(random.nextInt(100));
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default -> NODES.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
    };
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      if (random.nextInt(5) != 0) {
        object.set(field.getKey(), made(field.getValue(), depth + 1));
      }
    }
    if (schema.path("additionalProperties").isObject()) {
      object.set("key", made(schema.path("additionalProperties"), depth + 1));
    }
    return object;
  }

  /** Of a value that may be null as well, what it is otherwise. */
  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (!type.isArray()) {
      return type.asText();
    }
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        return one.asText();
      }
    }
    return "";
  }

  private JsonNode hostile() {
    return HOSTILE.get(random.nextInt(HOSTILE.size()));
  }
}
