package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.registry.Registry;
import dev.rekindle.sandbox.cluster.store.StoreEvent;
import dev.rekindle.sandbox.cluster.store.StoreEvent.Change;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a watch shows: the events of one place, as lines of JSON. */
record Watches(Registry registry) {
  /** Refuses what a real server without the WatchList feature refuses. */
  static void check(Call call) {
    if (!call.parameter("sendInitialEvents").isEmpty()) {
      String why =
          "Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled";
      var cause = new ApiFailure.Cause("FieldValueForbidden", why, "sendInitialEvents");
      throw ApiFailure.invalid("meta.k8s.io", "ListOptions", "", List.of(cause));
    }
  }

  /**
   * Starts a watch.
   *
   * @param line takes one event as JSON; called under the store's lock, so it only queues
   * @param over called when the server ends the watch at once
   * @return ends the watch
   */
  Runnable start(Place place, Call call, Consumer<String> line, Runnable over) {
    Predicate<JsonNode> selected = selection(place, call);
    String asked = call.parameter("resourceVersion");
    boolean fresh = asked.isEmpty() || asked.equals("0");
    return registry
        .store()
        .inTransaction(() -> {
          long since = fresh ? registry.store().revision() : Long.parseLong(asked);
          if (since < registry.store().oldest()) {
            line.accept(expired(since));
            over.run();
            return () -> {};
          }
          if (fresh) {
            registry.store().list(place.kind(), place.namespace()).stream()
                .filter(selected)
                .forEach(o -> line.accept(event("ADDED", Lists.shown(o, place))));
          }
          return registry.store().subscribe(since, e -> tell(place, selected, e, line));
        });
  }

  private static Predicate<JsonNode> selection(Place place, Call call) {
    Predicate<JsonNode> selected = Lists.selected(place, call);
    return place.name().isEmpty()
        ? selected
        : selected.and(o -> Json.text(o, "metadata.name").equals(place.name()));
  }

  private static void tell(
      Place place, Predicate<JsonNode> selected, StoreEvent event, Consumer<String> line) {
    boolean here =
        event.key().isOf(place.kind())
            && (place.namespace().isEmpty() || event.key().namespace().equals(place.namespace()));
    if (!here) {
      return;
    }
    ObjectNode before = event.before();
    boolean was = before != null && selected.test(before);
    boolean is = event.change() != Change.DELETED && selected.test(event.object());
    if (was || is) {
      String type = !is ? "DELETED" : was ? "MODIFIED" : "ADDED";
      line.accept(event(type, Lists.shown(event.object(), place)));
    }
  }

  private static String event(String type, ObjectNode object) {
    return Json.write(Json.object().put("type", type).set("object", object));
  }

  private String expired(long since) {
    String text = "too old resource version: " + since + " (" + registry.store().oldest() + ")";
    return event("ERROR", ApiFailure.of(410, "Expired", text).status());
  }
}
