package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.object.Selector;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Endpoints of Services: the addresses of ready pods; and the inactive state of autoscalers over
 * nothing.
 */
final class EndpointsController implements Controller {
  private static final String MANAGER = "kube-endpoints-controller";

  private final View view;

  EndpointsController(View view) {
    this.view = view;
  }

  @Override
  public void sync(Instant now) {
    view.all(KindCatalog.SERVICE).stream()
        .filter(s -> !View.leaving(s) && Json.has(s, "spec.selector"))
        .forEach(this::sync);
    view.all(KindCatalog.HPA).forEach(this::scaler);
  }

  private void sync(ObjectNode service) {
    var selector = Selector.ofSpec(Json.at(service, "spec.selector"));
    String namespace = Json.text(service, "metadata.namespace");
    List<ObjectNode> pods =
        view.registry().store().list(KindCatalog.POD, namespace).stream()
            .filter(p -> !View.leaving(p) && View.ready(p) && selector.test(p))
            .toList();
    ObjectNode wanted = Json.object();
    if (!pods.isEmpty()) {
      ObjectNode subset = wanted.putArray("subsets").addObject();
      var addresses = subset.putArray("addresses");
      pods.forEach(p -> address(addresses.addObject(), p));
      var ports = subset.putArray("ports");
      Json.objects(Json.at(service, "spec.ports")).forEach(p -> port(ports.addObject(), p));
    }
    String name = Json.text(service, "metadata.name");
    Optional<ObjectNode> there = view.registry().find(KindCatalog.ENDPOINTS, namespace, name);
    if (there.isEmpty()) {
      create(service, wanted);
    } else if (!there.get().path("subsets").equals(wanted.path("subsets"))) {
      view.amend(KindCatalog.ENDPOINTS, there.get(), MANAGER, e -> subsets(e, wanted));
    }
  }

  private static void subsets(ObjectNode endpoints, ObjectNode wanted) {
    endpoints.remove("subsets");
    endpoints.setAll(wanted);
  }

  private void create(ObjectNode service, ObjectNode wanted) {
    ObjectNode endpoints = wanted.deepCopy();
    ObjectNode metadata =
        Json.ensure(endpoints, "metadata").put("name", Json.text(service, "metadata.name"));
    metadata.putArray("ownerReferences").add(View.reference(service));
    try {
      view.registry()
          .create(
              KindCatalog.ENDPOINTS,
              Json.text(service, "metadata.namespace"),
              endpoints,
              view.registry().own(MANAGER));
    } catch (ApiFailure exists) {
      metadata.removeAll();
    }
  }

  private static void address(ObjectNode address, ObjectNode pod) {
    address
        .put("ip", Json.text(pod, "status.podIP"))
        .put("nodeName", Json.text(pod, "spec.nodeName"));
    address
        .putObject("targetRef")
        .put("kind", "Pod")
        .put("namespace", Json.text(pod, "metadata.namespace"))
        .put("name", Json.text(pod, "metadata.name"))
        .put("uid", Json.text(pod, "metadata.uid"));
  }

  private static void port(ObjectNode port, JsonNode of) {
    if (of.has("name")) {
      port.put("name", Json.text(of, "name"));
    }
    JsonNode target = of.path("targetPort");
    port.set("port", target.isInt() ? target : of.path("port"));
    port.put("protocol", Json.text(of, "protocol"));
  }

  /** An autoscaler over a Deployment at 0 is off, and leaves it at 0. */
  private void scaler(ObjectNode scaler) {
    String namespace = Json.text(scaler, "metadata.namespace");
    Optional<ObjectNode> target =
        view.registry()
            .find(KindCatalog.DEPLOYMENT, namespace, Json.text(scaler, "spec.scaleTargetRef.name"));
    boolean off = target.filter(t -> Json.number(t, "spec.replicas", 0) == 0).isPresent();
    view.amend(
        KindCatalog.HPA,
        scaler,
        "kube-controller-manager",
        o -> {
          Conditions conditions = new Conditions(Json.ensure(o, "status"), view.registry().now());
          conditions.set(
              "AbleToScale",
              "True",
              "SucceededGetScale",
              "the HPA controller was able to get the target's current scale");
          if (off) {
            conditions.set(
                "ScalingActive",
                "False",
                "ScalingDisabled",
                "scaling is disabled since the replica count of the target is zero");
          } else {
            conditions.set(
                "ScalingActive", "False", "FailedGetResourceMetric", "the sandbox has no metrics");
          }
        });
  }
}
