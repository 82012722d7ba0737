package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.registry.Registry;
import java.util.List;
import java.util.Optional;

/** Questions about rights and identity: answered, never stored. */
record Reviews(Access access, Registry registry) {
  Optional<Answer> answer(Call call) {
    if (!call.method().equals("POST")) {
      return Optional.empty();
    }
    return switch (call.path()) {
      case "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews" -> Optional.of(allowed(call));
      case "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews" -> Optional.of(rules(call));
      case "/apis/authentication.k8s.io/v1/selfsubjectreviews" -> Optional.of(self(call));
      default -> Optional.empty();
    };
  }

  private static ObjectNode review(String kind, String group, boolean timed, Registry registry) {
    ObjectNode node = Json.object().put("kind", kind).put("apiVersion", group + ".k8s.io/v1");
    if (timed) {
      node.putObject("metadata").put("creationTimestamp", registry.now());
    } else {
      node.putObject("metadata").putNull("creationTimestamp");
    }
    return node;
  }

  private Answer allowed(Call call) {
    JsonNode asked = RequestBodies.parsed(call.body(), "SelfSubjectAccessReview");
    JsonNode what = Json.at(asked, "spec.resourceAttributes");
    String sub = Json.text(what, "subresource");
    String resource = Json.text(what, "resource") + (sub.isEmpty() ? "" : "/" + sub);
    Optional<String> reason =
        access.granting(
            call.subject(),
            Json.text(what, "verb"),
            Json.text(what, "group"),
            resource,
            Json.text(what, "namespace"),
            Json.text(what, "name"));
    ObjectNode node = review("SelfSubjectAccessReview", "authorization", false, registry);
    node.set("spec", asked.path("spec"));
    ObjectNode status = node.putObject("status").put("allowed", reason.isPresent());
    reason.ifPresent(why -> status.put("reason", why));
    return Answer.json(201, node);
  }

  private Answer rules(Call call) {
    JsonNode asked = RequestBodies.parsed(call.body(), "SelfSubjectRulesReview");
    ObjectNode node = review("SelfSubjectRulesReview", "authorization", false, registry);
    node.putObject("spec");
    ObjectNode status = node.putObject("status");
    ArrayNode rules = status.putArray("resourceRules");
    if (call.subject().administrator()) {
      rule(rules, "*", "*", "*");
    }
    rule(
        rules,
        "create",
        "authorization.k8s.io",
        "selfsubjectaccessreviews",
        "selfsubjectrulesreviews");
    access.rules(call.subject(), Json.text(asked, "spec.namespace")).forEach(rules::add);
    ObjectNode urls = status.putArray("nonResourceRules").addObject();
    urls.putArray("verbs").add("get");
    urls.putArray("nonResourceURLs")
        .add("/api")
        .add("/api/*")
        .add("/apis")
        .add("/apis/*")
        .add("/version");
    status.put("incomplete", false);
    return Answer.json(201, node);
  }

  private static void rule(ArrayNode rules, String verb, String group, String... resources) {
    ObjectNode rule = rules.addObject();
    rule.putArray("verbs").add(verb);
    rule.putArray("apiGroups").add(group);
    List.of(resources).forEach(rule.putArray("resources")::add);
  }

  private Answer self(Call call) {
    ObjectNode node = review("SelfSubjectReview", "authentication", true, registry);
    ObjectNode info = Json.ensure(node, "status.userInfo").put("username", call.subject().user());
    if (!call.subject().uid().isEmpty()) {
      info.put("uid", call.subject().uid());
    }
    call.subject().groups().forEach(info.putArray("groups")::add);
    info.putObject("extra").putArray("authentication.kubernetes.io/credential-id").add("JTI=none");
    return Answer.json(201, node);
  }
}
