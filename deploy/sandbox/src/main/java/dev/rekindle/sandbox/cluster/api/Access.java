package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens and role-based rights: Roles and bindings of the store decide, as on a real server. */
public final class Access {
  private final Registry registry;
  private final String administrator;
  private final Map<String, String> accountByToken = new ConcurrentHashMap<>();

  public Access(Registry registry, String administratorToken) {
    this.registry = registry;
    this.administrator = administratorToken;
  }

  /** A token of a service account ({@code namespace/name}). */
  public String tokenOf(String namespace, String name) {
    String account = namespace + "/" + name;
    String token =
        "sha256~"
            + UUID.nameUUIDFromBytes((administrator + account).getBytes(StandardCharsets.UTF_8));
    accountByToken.put(token, account);
    return token;
  }

  /** Who a header speaks for; 401 when the token is not known. */
  Subject authenticate(String authorization) {
    if (authorization.isEmpty()) {
      return new Subject("system:anonymous", "", List.of("system:unauthenticated"), false);
    }
    String token = authorization.replaceFirst("(?i)^bearer\\s+", "").strip();
    if (token.equals(administrator)) {
      return new Subject(
          "system:admin", "", List.of("system:masters", "system:authenticated"), true);
    }
    registry
        .store()
        .list(KindCatalog.SERVICE_ACCOUNT, "")
        .forEach(a -> tokenOf(Json.text(a, "metadata.namespace"), Json.text(a, "metadata.name")));
    return Optional.ofNullable(accountByToken.get(token))
        .flatMap(this::account)
        .orElseThrow(() -> ApiFailure.of(401, "Unauthorized", "Unauthorized"));
  }

  private Optional<Subject> account(String account) {
    String namespace = account.substring(0, account.indexOf('/'));
    String name = account.substring(account.indexOf('/') + 1);
    return registry
        .find(KindCatalog.SERVICE_ACCOUNT, namespace, name)
        .map(a ->
            new Subject(
                "system:serviceaccount:" + namespace + ":" + name,
                Json.text(a, "metadata.uid"),
                List.of(
                    "system:serviceaccounts",
                    "system:serviceaccounts:" + namespace,
                    "system:authenticated"),
                false));
  }

  void require(
      Subject subject, String verb, String group, String resource, String namespace, String name) {
    if (granting(subject, verb, group, resource, namespace, name).isEmpty()) {
      String where =
          namespace.isEmpty() ? " at the cluster scope" : " in the namespace \"" + namespace + "\"";
      String why =
          "User \"%s\" cannot %s resource \"%s\" in API group \"%s\"%s"
              .formatted(subject.user(), verb, resource, group, where);
      String plural =
          resource.contains("/") ? resource.substring(0, resource.indexOf('/')) : resource;
      throw ApiFailure.forbidden(group, plural, name, why);
    }
  }

  /** Why something is allowed; empty when it is not. */
  Optional<String> granting(
      Subject subject, String verb, String group, String resource, String namespace, String name) {
    if (subject.administrator()) {
      return Optional.of("RBAC: allowed for an administrator");
    }
    for (Grant grant : grants(subject, namespace)) {
      if (grant.rules().stream().anyMatch(r -> covers(r, verb, group, resource, name))) {
        return Optional.of(grant.reason());
      }
    }
    return Optional.empty();
  }

  private record Grant(List<JsonNode> rules, String reason) {}

  private List<Grant> grants(Subject subject, String namespace) {
    List<Grant> grants = new ArrayList<>();
    bindings(KindCatalog.CLUSTER_ROLE_BINDING, "", subject, grants);
    if (!namespace.isEmpty()) {
      bindings(KindCatalog.ROLE_BINDING, namespace, subject, grants);
    }
    return grants;
  }

  private void bindings(Kind kind, String namespace, Subject subject, List<Grant> grants) {
    for (ObjectNode binding : registry.store().list(kind, namespace)) {
      boolean bound =
          Json.objects(binding.path("subjects")).stream()
              .anyMatch(s -> names(s, subject, namespace));
      if (bound) {
        String role = Json.text(binding, "roleRef.name");
        boolean cluster = Json.text(binding, "roleRef.kind").equals("ClusterRole");
        Kind of = cluster ? KindCatalog.CLUSTER_ROLE : KindCatalog.ROLE;
        List<JsonNode> rules =
            registry
                .find(of, namespace, role)
                .map(r -> r.path("rules").valueStream().toList())
                .orElse(List.of());
        String[] account = subject.account();
        String reason =
            "RBAC: allowed by %s \"%s/%s\" of %s \"%s\" to ServiceAccount \"%s/%s\""
                .formatted(
                    kind.name(),
                    Json.text(binding, "metadata.name"),
                    namespace,
                    of.name(),
                    role,
                    account[1],
                    account[0]);
        grants.add(new Grant(rules, reason));
      }
    }
  }

  private static boolean names(JsonNode bound, Subject subject, String namespace) {
    String name = Json.text(bound, "name");
    return switch (Json.text(bound, "kind")) {
      case "ServiceAccount" -> {
        String in =
            Json.text(bound, "namespace").isEmpty() ? namespace : Json.text(bound, "namespace");
        yield subject.user().equals("system:serviceaccount:" + in + ":" + name);
      }
      case "Group" -> subject.groups().contains(name);
      default -> subject.user().equals(name);
    };
  }

  private static boolean covers(
      JsonNode rule, String verb, String group, String resource, String name) {
    List<String> names = Json.texts(rule.path("resourceNames"));
    return any(rule, "verbs", verb)
        && any(rule, "apiGroups", group)
        && any(rule, "resources", resource)
        && (names.isEmpty() || names.contains(name));
  }

  private static boolean any(JsonNode rule, String field, String value) {
    List<String> allowed = Json.texts(rule.path(field));
    return allowed.contains("*") || allowed.contains(value);
  }

  /** The rules of a subject in a namespace, as a rules review lists them. */
  List<JsonNode> rules(Subject subject, String namespace) {
    return grants(subject, namespace).stream().flatMap(g -> g.rules().stream()).toList();
  }
}
