package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.object.Selector;
import dev.rekindle.sandbox.cluster.registry.Patching;
import dev.rekindle.sandbox.cluster.registry.Registry;
import dev.rekindle.sandbox.cluster.registry.Registry.Part;
import dev.rekindle.sandbox.cluster.registry.WriteOptions;
import java.util.List;

/**
 * The {@code /scale} view: autoscaling/v1 for most kinds, extensions/v1beta1 for DeploymentConfigs.
 */
record ScaleCalls(Registry registry) {
  Answer answer(Place place, Call call, WriteOptions options) {
    return switch (call.method()) {
      case "GET" -> Answer.json(200, view(place, registry.get(place.target())));
      case "PUT" -> {
        JsonNode scale = RequestBodies.parsed(call.body(), "Scale");
        Answer answer = write(place, options, before -> scale);
        yield place.kind().equals(KindCatalog.DEPLOYMENT_CONFIG) ? withoutRevision(answer) : answer;
      }
      case "PATCH" -> {
        Patching.refuseUnsupported(call.contentType(), place.kind());
        JsonNode patch = RequestBodies.parsed(call.body(), "Scale");
        yield write(
            place,
            options,
            before -> Patching.patched(call.contentType(), view(place, before), patch));
      }
      default -> throw ObjectCalls.notAllowed();
    };
  }

  /** The old scale view forgets the revision in its answer to an update. */
  private static Answer withoutRevision(Answer answer) {
    ObjectNode scale = (ObjectNode) Json.read(answer.body().getBytes());
    Json.ensure(scale, "metadata").remove("resourceVersion");
    return Answer.json(answer.status(), scale);
  }

  private interface Asked {
    JsonNode by(ObjectNode before);
  }

  private Answer write(Place place, WriteOptions options, Asked asked) {
    ObjectNode after =
        registry.update(
            place.target(),
            Part.MAIN,
            options,
            before -> {
              JsonNode scale = asked.by(before);
              int replicas = Json.number(scale, "spec.replicas", 0);
              refuseNegative(place, replicas);
              Json.ensure(before, "spec").put("replicas", replicas);
              String revision = Json.text(scale, "metadata.resourceVersion");
              ObjectNode metadata = Json.ensure(before, "metadata");
              metadata.remove("resourceVersion");
              if (!revision.isEmpty()) {
                metadata.put("resourceVersion", revision);
              }
              return before;
            });
    return Answer.json(200, view(place, after));
  }

  private static void refuseNegative(Place place, int replicas) {
    if (replicas < 0) {
      String why = "Invalid value: " + replicas + ": must be greater than or equal to 0";
      var cause = new ApiFailure.Cause("FieldValueInvalid", why, "spec.replicas");
      throw ApiFailure.invalid("autoscaling", "Scale", place.name(), List.of(cause));
    }
  }

  private static ObjectNode view(Place place, ObjectNode object) {
    boolean old = place.kind().equals(KindCatalog.DEPLOYMENT_CONFIG);
    ObjectNode scale = Json.object().put("kind", "Scale");
    scale.put("apiVersion", old ? "extensions/v1beta1" : "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      metadata.set(field, object.path("metadata").path(field));
    }
    ObjectNode spec = scale.putObject("spec");
    int replicas = Json.number(object, "spec.replicas", 0);
    if (replicas != 0) {
      spec.put("replicas", replicas);
    }
    ObjectNode status = scale.putObject("status");
    status.put("replicas", Json.number(object, "status.replicas", 0));
    JsonNode selector = Json.at(object, "spec.selector");
    if (old) {
      status.set("selector", selector);
      status.put("targetSelector", Selector.text(selector));
    } else {
      status.put("selector", Selector.text(selector));
    }
    return scale;
  }
}
