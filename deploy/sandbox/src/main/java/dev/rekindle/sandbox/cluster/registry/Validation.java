package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.ApiFailure.Cause;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.Selector;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a real API server refuses with 422 (and secrets that are not base64 with 400). */
final class Validation {
  private static final int CONFIG_MAP_BYTES = 1048576;
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Map<String, List<String>> POD_SPECS =
      Map.of(
          "Pod", List.of("spec"),
          "Deployment", List.of("spec.template.spec"),
          "ReplicaSet", List.of("spec.template.spec"),
          "ReplicationController", List.of("spec.template.spec"),
          "DeploymentConfig", List.of("spec.template.spec"),
          "Job", List.of("spec.template.spec"));

  private Validation() {}

  /** Refuses an object that may not be created. */
  static void check(Kind kind, ObjectNode object) {
    refuse(kind, object, causes(kind, object));
  }

  /** Refuses an object that may not follow another one, with the causes of both kinds together. */
  static void check(Kind kind, ObjectNode before, ObjectNode after) {
    List<Cause> causes = causes(kind, after);
    changes(kind, before, after, causes);
    refuse(kind, after, causes);
  }

  private static void refuse(Kind kind, ObjectNode object, List<Cause> causes) {
    if (!causes.isEmpty()) {
      throw ApiFailure.invalid(kind, Json.text(object, "metadata.name"), causes);
    }
  }

  private static List<Cause> causes(Kind kind, ObjectNode object) {
    List<Cause> causes = new ArrayList<>();
    name(object, causes);
    switch (kind.name()) {
      case "Secret" -> base64(object);
      case "ConfigMap" -> size(object, causes);
      case "Lease" -> times(object);
      default -> {}
    }
    if (Json.has(object, "spec.replicas") && Json.at(object, "spec.replicas").asInt() < 0) {
      String value = Json.text(object, "spec.replicas");
      causes.add(invalid("spec.replicas", value, "must be greater than or equal to 0"));
    }
    for (String spec : POD_SPECS.getOrDefault(kind.name(), List.of())) {
      containers(object, spec, causes);
    }
    for (String path : kind.required()) {
      required(object, path, causes);
    }
    return causes;
  }

  static Cause invalid(String field, String value, String why) {
    return new Cause("FieldValueInvalid", "Invalid value: " + value + ": " + why, field);
  }

  private static void name(ObjectNode object, List<Cause> causes) {
    String name = Json.text(object, "metadata.name");
    if (name.isEmpty()) {
      causes.add(
          new Cause(
              "FieldValueRequired",
              "Required value: name or generateName is required",
              "metadata.name"));
    } else if (!SUBDOMAIN.matcher(name).matches() && !name.contains(":")) {
      String rule =
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
              + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '"
              + SUBDOMAIN.pattern()
              + "')";
      causes.add(invalid("metadata.name", "\"" + name + "\"", rule));
    }
  }

  private static void base64(ObjectNode secret) {
    for (var entry : secret.path("data").properties()) {
      try {
        Base64.getDecoder().decode(entry.getValue().asText());
      } catch (IllegalArgumentException e) {
        throw ApiFailure.badRequest(
            "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input byte 0");
      }
    }
  }

  private static void size(ObjectNode configMap, List<Cause> causes) {
    long bytes = 0;
    for (String part : List.of("data", "binaryData")) {
      for (var entry : configMap.path(part).properties()) {
        bytes += entry.getKey().length() + entry.getValue().asText().length();
      }
    }
    if (bytes > CONFIG_MAP_BYTES) {
      causes.add(
          new Cause("FieldValueTooLong", "Too long: may not be more than 1048576 bytes", "[]"));
    }
  }

  private static void times(ObjectNode lease) {
    for (String field : List.of("spec.renewTime", "spec.acquireTime")) {
      String time = Json.text(lease, field);
      try {
        if (!time.isEmpty()) {
          OffsetDateTime.parse(time);
        }
      } catch (DateTimeException e) {
        Cause cause = invalid("patch", "\"" + field + "\"", "parsing time \"" + time + "\"");
        throw ApiFailure.invalid("", "", "", List.of(cause));
      }
    }
  }

  private static void containers(ObjectNode object, String spec, List<Cause> causes) {
    JsonNode containers = Json.at(object, spec + ".containers");
    if (containers.isEmpty()) {
      causes.add(new Cause("FieldValueRequired", "Required value", spec + ".containers"));
    }
    for (int i = 0; i < containers.size(); i++) {
      for (String field : List.of("name", "image")) {
        if (Json.text(containers.get(i), field).isEmpty()) {
          String where = spec + ".containers[" + i + "]." + field;
          causes.add(new Cause("FieldValueRequired", "Required value", where));
        }
      }
    }
    if (!spec.equals("spec")
        && List.of("Deployment", "ReplicaSet").contains(Json.text(object, "kind"))) {
      JsonNode template = Json.at(object, "spec.template");
      if (!Selector.ofSpec(Json.at(object, "spec.selector")).test(template)) {
        String labels = Json.write(Json.at(template, "metadata.labels"));
        causes.add(
            invalid(
                "spec.template.metadata.labels",
                labels,
                "`selector` does not match template `labels`"));
      }
    }
  }

  /** {@code a.b} must be there; {@code a?b}: b must be there when a is. */
  private static void required(ObjectNode object, String path, List<Cause> causes) {
    int mark = path.indexOf('?');
    boolean asked = mark < 0 || Json.has(object, path.substring(0, mark));
    String whole = path.replace('?', '.');
    if (asked && !Json.has(object, whole)) {
      causes.add(new Cause("FieldValueRequired", "Required value", whole));
    }
  }

  /** What may not change between two versions of an object. */
  private static void changes(Kind kind, ObjectNode before, ObjectNode after, List<Cause> causes) {
    if (before.path("immutable").asBoolean()) {
      for (String part : List.of("data", "binaryData")) {
        if (!before.path(part).equals(after.path(part))) {
          String why = "Forbidden: field is immutable when `immutable` is set";
          causes.add(new Cause("FieldValueForbidden", why, part));
        }
      }
    }
    if (List.of("Deployment", "ReplicaSet", "Job").contains(kind.name())) {
      immutable(before, after, "spec.selector", causes);
    }
    if (kind.name().equals("Job")) {
      immutable(before, after, "spec.template", causes);
    }
    if (!Json.text(before, "metadata.deletionTimestamp").isEmpty()) {
      List<String> old = Json.texts(Json.at(before, "metadata.finalizers"));
      if (!old.containsAll(Json.texts(Json.at(after, "metadata.finalizers")))) {
        String why = "Forbidden: no new finalizers can be added if the object is being deleted";
        // A real server says it twice.
        causes.add(new Cause("FieldValueForbidden", why, "metadata.finalizers"));
        causes.add(new Cause("FieldValueForbidden", why, "metadata.finalizers"));
      }
    }
  }

  private static void immutable(
      ObjectNode before, ObjectNode after, String path, List<Cause> causes) {
    if (!Json.at(before, path).equals(Json.at(after, path))) {
      causes.add(invalid(path, Json.write(Json.at(after, path)), "field is immutable"));
    }
  }
}
