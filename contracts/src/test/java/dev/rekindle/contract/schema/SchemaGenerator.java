package dev.rekindle.contract.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.RefusalCode;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.stage.WorkloadRef;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Derives JSON Schema 2020-12 from the records, so that the records stay the only source and the
 * published files cannot drift: a test compares them.
 */
final class SchemaGenerator {

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, ObjectNode> definitions = new TreeMap<>();

  /** The schema of a record or a sealed family, complete with everything it refers to. */
  static ObjectNode schemaOf(String id, Class<?> root) {
    SchemaGenerator generator = new SchemaGenerator();
    ObjectNode schema = generator.json.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", id);
    schema.put("title", root.getSimpleName());
    schema.setAll(generator.reference(root));
    ObjectNode defs = schema.putObject("$defs");
    generator.definitions.forEach(defs::set);
    return schema;
  }

  private ObjectNode reference(Class<?> type) {
    String name = type.getSimpleName();
    if (!definitions.containsKey(name)) {
      definitions.put(name, json.createObjectNode());
      definitions.put(name, type.isSealed() ? family(type) : object(type));
    }
    return json.createObjectNode().put("$ref", "#/$defs/" + name);
  }

  private ObjectNode family(Class<?> type) {
    ObjectNode schema = json.createObjectNode();
    ArrayNode members = schema.putArray("oneOf");
    for (Class<?> member : type.getPermittedSubclasses()) {
      members.add(reference(member));
    }
    return schema;
  }

  private ObjectNode object(Class<?> type) {
    ObjectNode schema = json.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    discriminator(type, properties, required);
    for (RecordComponent component : type.getRecordComponents()) {
      ObjectNode value = valueOf(component.getGenericType());
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      properties.set(component.getName(), nullable ? orNull(value) : value);
      if (!nullable && !container(component.getType())) {
        required.add(component.getName());
      }
    }
    return schema;
  }

  private static void discriminator(Class<?> type, ObjectNode properties, ArrayNode required) {
    Class<?> owner = type.getEnclosingClass();
    if (StageSpec.class.isAssignableFrom(type)) {
      StageKind kind =
          Arrays.stream(StageKind.values()).filter(k -> k.spec() == type).findFirst().orElseThrow();
      properties.putObject("kind").put("const", kind.wireName());
      required.add("kind");
    } else if (owner != null && owner.isSealed() && owner.isAssignableFrom(type)) {
      properties.putObject("type").put("const", type.getSimpleName());
      required.add("type");
    }
  }

  private ObjectNode orNull(ObjectNode value) {
    ObjectNode schema = json.createObjectNode();
    schema.putArray("anyOf").add(value).add(json.createObjectNode().put("type", "null"));
    return schema;
  }

  private static boolean container(Class<?> type) {
    return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
  }

  private ObjectNode valueOf(Type type) {
    if (type instanceof ParameterizedType generic) {
      boolean map = Map.class.isAssignableFrom((Class<?>) generic.getRawType());
      ObjectNode inner = valueOf(generic.getActualTypeArguments()[map ? 1 : 0]);
      ObjectNode schema = json.createObjectNode().put("type", map ? "object" : "array");
      schema.set(map ? "additionalProperties" : "items", inner);
      return schema;
    }
    return scalarOrReference((Class<?>) type);
  }

  private ObjectNode scalarOrReference(Class<?> type) {
    ObjectNode schema = json.createObjectNode();
    if (type == String.class || type == StageId.class || type == WorkloadRef.class) {
      return schema.put("type", "string");
    }
    if (type == RestoreId.class) {
      return schema.put("type", "string").put("format", "uuid");
    }
    if (type == Instant.class) {
      return schema.put("type", "string").put("format", "date-time");
    }
    if (type == Duration.class) {
      return schema.put("type", "string").put("format", "duration");
    }
    if (type == int.class || type == long.class || type == Long.class) {
      return schema.put("type", "integer");
    }
    if (type == boolean.class) {
      return schema.put("type", "boolean");
    }
    return type.isEnum() ? enumeration(type) : reference(type);
  }

  private ObjectNode enumeration(Class<?> type) {
    ObjectNode schema = json.createObjectNode().put("type", "string");
    if (type == ProblemCode.class || type == RefusalCode.class) {
      return schema.put("description", "open: a newer participant may send other codes");
    }
    ArrayNode values = schema.putArray("enum");
    for (Object constant : type.getEnumConstants()) {
      values.add(
          switch (constant) {
            case Pool pool -> pool.wireName();
            case ArtifactFormat format -> format.wireName();
            default -> ((Enum<?>) constant).name();
          });
    }
    return schema;
  }
}
