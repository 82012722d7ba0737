package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** From a request to its answer; watches and upgraded connections are served elsewhere. */
final class Dispatch {
  private final Registry registry;
  private final Access access;
  private final Pods pods;
  private final Discovery discovery;
  private final Reviews reviews;
  private final ObjectCalls objects;

  Dispatch(Registry registry, Access access, Pods pods) {
    this.registry = registry;
    this.access = access;
    this.pods = pods;
    this.discovery = new Discovery(registry.kinds());
    this.reviews = new Reviews(access, registry);
    this.objects = new ObjectCalls(registry);
  }

  Answer answer(Call call) {
    try {
      return discovery
          .answer(call.path())
          .or(() -> reviews.answer(call))
          .orElseGet(() -> resource(call));
    } catch (ApiFailure failure) {
      return Answer.failure(failure);
    }
  }

  /** The place of a path, rights checked. */
  Place place(Call call) {
    Optional<Place> found =
        call.path().startsWith("/api/") || call.path().startsWith("/apis/")
            ? Place.of(call.path(), registry.kinds())
            : Optional.empty();
    Place place = found.orElseThrow(Place::unknown);
    access.require(
        call.subject(),
        verb(call, place),
        place.kind().group(),
        place.resource(),
        place.namespace(),
        place.name());
    return place;
  }

  private static String verb(Call call, Place place) {
    boolean collection = place.name().isEmpty();
    return switch (call.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> collection ? "deletecollection" : "delete";
      default -> call.flag("watch") ? "watch" : collection ? "list" : "get";
    };
  }

  private Answer resource(Call call) {
    if (!call.path().startsWith("/api")) {
      throw Place.unknown();
    }
    Place place = place(call);
    if (place.name().isEmpty()) {
      return objects.collection(place, call);
    }
    return switch (place.subresource()) {
      case "", "status" -> objects.object(place, call);
      case "scale" -> new ScaleCalls(registry).answer(place, call, objects.options(call));
      case "instantiate" ->
          posted(call, () -> new Instantiation(registry).answer(place, objects.options(call)));
      case "eviction" -> posted(call, () -> objects.evict(place, call));
      case "token" -> posted(call, () -> token(place));
      case "log" -> log(place, call);
      case "exec", "portforward", "attach" ->
          throw ApiFailure.badRequest("Upgrade request required");
      default -> throw ObjectCalls.notAllowed();
    };
  }

  private interface Reply {
    Answer get();
  }

  private static Answer posted(Call call, Reply reply) {
    if (!call.method().equals("POST")) {
      throw ObjectCalls.notAllowed();
    }
    return reply.get();
  }

  private Answer token(Place place) {
    registry.get(place.target());
    ObjectNode node =
        Json.object().put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
    node.putObject("status").put("token", access.tokenOf(place.namespace(), place.name()));
    return Answer.json(201, node);
  }

  private Answer log(Place place, Call call) {
    if (!call.method().equals("GET")) {
      throw ObjectCalls.notAllowed();
    }
    ObjectNode pod = registry.get(place.target());
    String container = containerOf(pod, call);
    var target = new Pods.PodContainer(place.namespace(), place.name(), container);
    byte[] log =
        pods.log(target, call.flag("previous")).orElseThrow(() -> notStarted(place, container));
    String tail = call.parameter("tailLines");
    return Answer.plain(tail.isEmpty() ? log : lastLines(log, Integer.parseInt(tail)));
  }

  private static ApiFailure notStarted(Place place, String container) {
    return ApiFailure.badRequest(
        "container \"%s\" in pod \"%s\" is waiting to start: ContainerCreating"
            .formatted(container, place.name()));
  }

  /** The asked container, or the only one. */
  static String containerOf(ObjectNode pod, Call call) {
    List<String> names =
        Json.objects(Json.at(pod, "spec.containers")).stream()
            .map(c -> Json.text(c, "name"))
            .toList();
    String asked = call.parameter("container");
    String name = Json.text(pod, "metadata.name");
    if (asked.isEmpty() && names.size() > 1) {
      throw ApiFailure.badRequest(
          "a container name must be specified for pod %s, choose one of: %s"
              .formatted(name, names));
    }
    boolean initial =
        Json.objects(Json.at(pod, "spec.initContainers")).stream()
            .anyMatch(c -> Json.text(c, "name").equals(asked));
    if (!asked.isEmpty() && !names.contains(asked) && !initial) {
      throw ApiFailure.badRequest("container %s is not valid for pod %s".formatted(asked, name));
    }
    return asked.isEmpty() ? names.getFirst() : asked;
  }

  private static byte[] lastLines(byte[] log, int count) {
    List<String> lines = new String(log, StandardCharsets.UTF_8).lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - count), lines.size());
    return last.isEmpty()
        ? new byte[0]
        : (String.join("\n", last) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
