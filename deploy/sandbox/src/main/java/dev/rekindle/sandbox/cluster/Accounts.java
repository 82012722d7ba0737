package dev.rekindle.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Target;
import java.io.IOException;
import java.nio.file.Path;

/** Accounts that hold what Roles and RoleBindings give them, and nothing else. */
final class Accounts {

  private final SimulatedCluster cluster;

  Accounts(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /** Applies a file of Roles and RoleBindings and makes the accounts they are bound to. */
  void apply(Path roles) throws IOException {
    try (MappingIterator<ObjectNode> documents =
        new YAMLMapper().readerFor(ObjectNode.class).readValues(roles.toFile())) {
      while (documents.hasNext()) {
        ObjectNode object = documents.next();
        boolean binding = Json.text(object, "kind").equals(KindCatalog.ROLE_BINDING.name());
        apply(binding ? KindCatalog.ROLE_BINDING : KindCatalog.ROLE, object);
        for (JsonNode subject : object.path("subjects")) {
          account(Json.text(subject, "namespace"), Json.text(subject, "name"));
        }
      }
    }
  }

  private void account(String namespace, String name) {
    cluster.namespace(namespace);
    ObjectNode account = Json.object().put("apiVersion", "v1").put("kind", "ServiceAccount");
    Json.ensure(account, "metadata").put("namespace", namespace).put("name", name);
    apply(KindCatalog.SERVICE_ACCOUNT, account);
    Path _ =
        new Kubeconfig(cluster.url(), cluster.tokenOf(namespace, name), namespace)
            .write(cluster.kubeconfig().resolveSibling("kubeconfig." + name));
  }

  private void apply(Kind kind, ObjectNode object) {
    String namespace = Json.text(object, "metadata.namespace");
    cluster.namespace(namespace);
    Target target = new Target(kind, namespace, Json.text(object, "metadata.name"));
    var _ = cluster.registry().apply(target, object, cluster.registry().own("kube-sandbox"));
  }
}
