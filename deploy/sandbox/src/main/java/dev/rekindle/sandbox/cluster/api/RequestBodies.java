package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Bodies of requests, with the refusals of a real server for those that cannot be read. */
final class RequestBodies {
  private static final YAMLMapper YAML = new YAMLMapper();

  private RequestBodies() {}

  static JsonNode parsed(Buffer body, String kind) {
    try {
      JsonNode node = Json.read(body.getBytes());
      if (node.isMissingNode()) {
        throw ApiFailure.badRequest("the body of the request is empty");
      }
      return node;
    } catch (UncheckedIOException e) {
      String text = body.toString(StandardCharsets.UTF_8);
      throw ApiFailure.badRequest(
          "the object provided is unrecognized (must be of type %s): couldn't get version/kind; json parse error: %s"
              .formatted(kind, text.length() > 80 ? text.substring(0, 80) : text));
    }
  }

  static ObjectNode yaml(Buffer body) {
    try {
      if (YAML.readTree(body.getBytes()) instanceof ObjectNode object) {
        return object;
      }
      throw ApiFailure.badRequest("error decoding YAML: not an object");
    } catch (IOException e) {
      throw ApiFailure.badRequest("error decoding YAML");
    }
  }

  /** The object of a create or update; its kind and namespace must be those of the URL. */
  static ObjectNode object(Place place, Call call) {
    if (call.contentType().startsWith("application/vnd.kubernetes.protobuf")) {
      throw ApiFailure.of(
          415, "UnsupportedMediaType", "the body of the request was in an unknown format");
    }
    boolean yaml = call.contentType().contains("yaml");
    JsonNode node = yaml ? yaml(call.body()) : parsed(call.body(), place.kind().name());
    if (!(node instanceof ObjectNode body)) {
      throw ApiFailure.badRequest(
          "the object provided is unrecognized (must be of type " + place.kind().name() + ")");
    }
    String kind = Json.text(body, "kind");
    if (!kind.isEmpty() && !kind.equals(place.kind().name())) {
      throw ApiFailure.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: converting (%s) to (%s): unknown conversion"
              .formatted(kind, place.version(), place.kind().name(), kind, place.kind().name()));
    }
    String namespace = Json.text(body, "metadata.namespace");
    if (place.kind().namespaced() && !namespace.isEmpty() && !namespace.equals(place.namespace())) {
      throw ApiFailure.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return body;
  }

  static ObjectNode deleteOptions(Call call) {
    ObjectNode wish =
        call.body().length() > 0 && parsed(call.body(), "DeleteOptions") instanceof ObjectNode body
            ? body.deepCopy()
            : Json.object();
    for (String name : new String[] {"propagationPolicy", "gracePeriodSeconds"}) {
      if (!call.parameter(name).isEmpty()) {
        wish.put(name, call.parameter(name));
      }
    }
    return wish;
  }
}
