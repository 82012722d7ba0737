package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.registry.Registry;
import dev.rekindle.sandbox.cluster.registry.Registry.Part;
import dev.rekindle.sandbox.cluster.registry.WriteOptions;
import java.util.List;

/**
 * {@code POST .../deploymentconfigs/NAME/instantiate}: the next rollout, also while another one
 * runs.
 */
record Instantiation(Registry registry) {
  Answer answer(Place place, WriteOptions options) {
    ObjectNode after =
        registry.update(
            place.target(),
            Part.EVERYTHING,
            options,
            config -> {
              if (Json.at(config, "spec.paused").asBoolean()) {
                String why =
                    "Invalid value: true: deployment config \"" + place.name() + "\" is paused";
                var cause = new ApiFailure.Cause("FieldValueInvalid", why, "spec.paused");
                throw ApiFailure.invalid(
                    "apps.openshift.io", "DeploymentRequest", place.name(), List.of(cause));
              }
              return next(config);
            });
    return Answer.json(201, after);
  }

  private static ObjectNode next(ObjectNode config) {
    ObjectNode status = Json.ensure(config, "status");
    status.put("latestVersion", Json.number(status, "latestVersion", 0) + 1);
    ObjectNode details = status.putObject("details").put("message", "manual change");
    details.putArray("causes").addObject().put("type", "Manual");
    int generation = Json.number(config, "metadata.generation", 0);
    Json.ensure(config, "metadata").put("generation", generation + 1);
    return config;
  }
}
