package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Deletion;
import dev.rekindle.sandbox.cluster.registry.Patching;
import dev.rekindle.sandbox.cluster.registry.Registry;
import dev.rekindle.sandbox.cluster.registry.Registry.Part;
import dev.rekindle.sandbox.cluster.registry.Target;
import dev.rekindle.sandbox.cluster.registry.WriteOptions;
import java.util.List;

/** Get, list, create, update, patch and delete of objects and their {@code /status}. */
final class ObjectCalls {
  private final Registry registry;
  private final Lists lists;
  private final Deletion deletion;

  ObjectCalls(Registry registry) {
    this.registry = registry;
    this.lists = new Lists(registry);
    this.deletion = new Deletion(registry);
  }

  Answer collection(Place place, Call call) {
    return switch (call.method()) {
      case "GET" -> Answer.json(200, lists.answer(place, call));
      case "POST" -> create(place, call);
      case "DELETE" -> deleteAll(place, call);
      default -> throw notAllowed();
    };
  }

  Answer object(Place place, Call call) {
    Part part = place.subresource().equals("status") ? Part.STATUS : Part.MAIN;
    return switch (call.method()) {
      case "GET" -> Answer.json(200, Lists.shown(registry.get(place.target()), place));
      case "PUT" -> update(place, call, part);
      case "PATCH" -> patch(place, call, part);
      case "DELETE" -> delete(place, call);
      default -> throw notAllowed();
    };
  }

  static ApiFailure notAllowed() {
    return ApiFailure.bare(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
  }

  WriteOptions options(Call call) {
    String manager = call.parameter("fieldManager");
    String agent = call.userAgent().split("/", 2)[0];
    String by = manager.isEmpty() ? agent : manager;
    return new WriteOptions(
        by.isEmpty() ? "unknown" : by, call.dryRun(), call.flag("force"), registry.now());
  }

  private Answer create(Place place, Call call) {
    ObjectNode body = RequestBodies.object(place, call);
    ObjectNode created = registry.create(place.kind(), place.namespace(), body, options(call));
    return Answer.json(201, Lists.shown(created, place));
  }

  private Answer update(Place place, Call call, Part part) {
    ObjectNode body = RequestBodies.object(place, call);
    String name = Json.text(body, "metadata.name");
    if (!name.isEmpty() && !name.equals(place.name())) {
      throw ApiFailure.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, place.name()));
    }
    ObjectNode after = registry.update(place.target(), part, options(call), before -> body);
    return Answer.json(200, Lists.shown(after, place));
  }

  private Answer patch(Place place, Call call, Part part) {
    String type = call.contentType();
    if (type.equals(Patching.APPLY) || type.equals("application/apply-patch+json")) {
      return apply(place, call);
    }
    Patching.refuseUnsupported(type, place.kind());
    JsonNode body = RequestBodies.parsed(call.body(), place.kind().name());
    ObjectNode after =
        registry.update(
            place.target(), part, options(call), before -> Patching.patched(type, before, body));
    return Answer.json(200, Lists.shown(after, place));
  }

  private Answer apply(Place place, Call call) {
    if (call.parameter("fieldManager").isEmpty()) {
      throw ApiFailure.invalid(
          "meta.k8s.io",
          "PatchOptions",
          "",
          List.of(
              new ApiFailure.Cause(
                  "FieldValueRequired",
                  "Required value: is required for apply patch",
                  "fieldManager")));
    }
    ObjectNode config = RequestBodies.yaml(call.body());
    Registry.Applied applied = registry.apply(place.target(), config, options(call));
    return Answer.json(applied.created() ? 201 : 200, Lists.shown(applied.object(), place));
  }

  private Answer delete(Place place, Call call) {
    ObjectNode wish = RequestBodies.deleteOptions(call);
    return Answer.json(
        200, Lists.shownOrStatus(deletion.delete(place.target(), wish, call.dryRun()), place));
  }

  private Answer deleteAll(Place place, Call call) {
    ObjectNode list = lists.answer(place, call);
    ObjectNode wish = RequestBodies.deleteOptions(call);
    for (ObjectNode item : Json.objects(list.path("items"))) {
      String namespace = Json.text(item, "metadata.namespace");
      deletion.delete(
          new Target(place.kind(), namespace, Json.text(item, "metadata.name")),
          wish,
          call.dryRun());
    }
    return Answer.json(200, list);
  }

  /** Eviction: a delete that a disruption budget may refuse with 429. */
  Answer evict(Place place, Call call) {
    ObjectNode pod = registry.get(place.target());
    new Budgets(registry).check(pod);
    ObjectNode wish =
        Json.at(RequestBodies.parsed(call.body(), "Eviction"), "deleteOptions")
                instanceof ObjectNode o
            ? o
            : Json.object();
    deletion.delete(
        new Target(KindCatalog.POD, place.namespace(), place.name()), wish, call.dryRun());
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return Answer.json(201, status.put("status", "Success").put("code", 201));
  }
}
