package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Selector;
import dev.rekindle.sandbox.cluster.registry.Registry;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/** Lists: selectors, pages, and the form in which objects are shown. */
final class Lists {
  private final Registry registry;

  Lists(Registry registry) {
    this.registry = registry;
  }

  static Predicate<JsonNode> selected(Place place, Call call) {
    return Selector.labels(call.parameter("labelSelector"))
        .and(Selector.fields(place.kind(), call.parameter("fieldSelector")));
  }

  ObjectNode answer(Place place, Call call) {
    refuseFuture(call);
    Predicate<JsonNode> selected = selected(place, call);
    List<ObjectNode> all =
        registry.store().list(place.kind(), place.namespace()).stream().filter(selected).toList();
    int from = start(call.parameter("continue"));
    int limit = call.parameter("limit").isEmpty() ? 0 : Integer.parseInt(call.parameter("limit"));
    int to = limit <= 0 ? all.size() : Math.min(all.size(), from + limit);
    ObjectNode list = Json.object().put("kind", place.kind().name() + "List");
    list.put("apiVersion", place.apiVersion());
    ObjectNode metadata = list.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(registry.store().revision()));
    if (place.kind().custom()) {
      metadata.put("continue", "");
    }
    if (to < all.size()) {
      metadata.put("continue", token(to)).put("remainingItemCount", all.size() - to);
    }
    ArrayNode items = list.putArray("items");
    for (ObjectNode object : all.subList(Math.min(from, to), to)) {
      ObjectNode item = shown(object, place);
      if (!place.kind().custom()) {
        item.remove(List.of("kind", "apiVersion"));
      }
      items.add(item);
    }
    return list;
  }

  private void refuseFuture(Call call) {
    String asked = call.parameter("resourceVersion");
    long current = registry.store().revision();
    if (asked.matches("\\d+") && Long.parseLong(asked) > current) {
      ApiFailure failure =
          ApiFailure.of(
                  504,
                  "Timeout",
                  "Timeout: Too large resource version: " + asked + ", current: " + current)
              .causes(
                  List.of(
                      new ApiFailure.Cause(
                          "ResourceVersionTooLarge", "Too large resource version", "")))
              .retryAfter(1);
      throw failure;
    }
  }

  private static String token(int from) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("{\"from\":" + from + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static int start(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    try {
      return Json.read(Base64.getUrlDecoder().decode(token)).path("from").asInt();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw ApiFailure.badRequest("invalid continue token: continue key is not valid");
    }
  }

  /** A copy as the asked version shows it. */
  static ObjectNode shown(ObjectNode object, Place place) {
    ObjectNode copy = object.deepCopy();
    copy.put("apiVersion", place.apiVersion());
    return copy;
  }

  static ObjectNode shownOrStatus(ObjectNode object, Place place) {
    return Json.text(object, "kind").equals("Status") ? object : shown(object, place);
  }
}
