package dev.rekindle.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.system.api.ClusterApi;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.StageView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An application that nothing of Rekindle has heard of: a plan, the Roles made from it, a backup
 * set.
 */
@Tag("long")
class SecondApplicationST {

  private static final String NAMESPACE = "notes";
  private static final Map<String, String> COLLECTIONS =
      Map.of(
          "Secret", "/api/v1/namespaces/%s/secrets",
          "PersistentVolumeClaim", "/api/v1/namespaces/%s/persistentvolumeclaims",
          "Service", "/api/v1/namespaces/%s/services",
          "Deployment", "/apis/apps/v1/namespaces/%s/deployments",
          "Role", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/roles",
          "RoleBinding", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/rolebindings");

  private Installation installation;
  private Path root;
  private ClusterApi cluster;

  @BeforeEach
  void start() throws Exception {
    installation = Installation.bare(31);
    root = installation.stack.layout().root();
    cluster = new ClusterApi(installation.stack.description().kubeconfig(), NAMESPACE);
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void a_plain_deployment_with_one_postgres_comes_back_by_a_plan_alone() throws Exception {
    // Given
    install();
    catalogue();
    backup();

    // When
    String id =
        installation.startApproved(
            installation.request("notes-monday").put("application", "notes"));
    RestoreView restored = installation.follow(id, Installation.ENDED);

    // Then
    assertThat(restored.state()).as(restored.toString()).isEqualTo("SUCCEEDED");
    StageView compared = restored.stage("compare").orElseThrow();
    assertThat(compared.evidence()).as("rows").anyMatch(line -> line.contains("3"));
    JsonNode secret = cluster.get("/api/v1/namespaces/notes/secrets/notes").path("data");
    assertThat(text(secret, "ENCRYPTION_KEY")).isEqualTo("key of the backup");
    assertThat(text(secret, "MAIL_SERVER")).isEqualTo("mail of this cluster");
    JsonNode deployment = cluster.get("/apis/apps/v1/namespaces/notes/deployments/notes");
    assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(deployment.at("/status/readyReplicas").asInt()).isEqualTo(2);
    assertThatItCanBeSavedAndComesBack();
  }

  /** By the plan for backups beside the one for restores: nothing but YAML either. */
  private void assertThatItCanBeSavedAndComesBack() {
    ObjectNode order = installation.request("").put("application", "notes");
    order.remove("backupSet");
    String id = installation.coordinator().start(order.put("plan", "notes-backup"));
    RestoreView saved = installation.follow(id, Installation.ENDED);
    assertThat(saved.state()).as(saved.toString()).isEqualTo("SUCCEEDED");
    String made = installation.coordinator().backupSet(id);
    assertThat(installation.coordinator().usableBackups("notes")).containsEntry(made, true);

    String again =
        installation.startApproved(
            installation.request("newest-verified").put("application", "notes"));
    RestoreView restored = installation.follow(again, Installation.ENDED);

    assertThat(restored.state()).as(restored.toString()).isEqualTo("SUCCEEDED");
    assertThat(installation.coordinator().backupSet(again)).isEqualTo(made);
    assertThat(restored.stage("compare").orElseThrow().evidence())
        .as("rows")
        .anyMatch(line -> line.contains("3"));
  }

  private static String text(JsonNode data, String key) {
    return new String(Base64.getDecoder().decode(data.path(key).asText()), UTF_8);
  }

  private void install() throws Exception {
    ObjectNode namespace = new YAMLMapper().createObjectNode();
    namespace.put("apiVersion", "v1").put("kind", "Namespace");
    namespace.putObject("metadata").put("name", NAMESPACE);
    cluster.create("/api/v1/namespaces", namespace);
    try (InputStream objects = resource("notes-application.yaml")) {
      create(objects);
    }
    try (InputStream roles =
        Files.newInputStream(root.resolve("deploy/kubernetes/applications/notes/roles.yaml"))) {
      create(roles);
    }
  }

  private void create(InputStream yaml) throws Exception {
    try (MappingIterator<JsonNode> objects =
        new YAMLMapper().readerFor(JsonNode.class).readValues(yaml)) {
      while (objects.hasNext()) {
        JsonNode object = objects.next();
        String path = COLLECTIONS.get(object.path("kind").asText()).formatted(NAMESPACE);
        cluster.create(path, object);
      }
    }
  }

  /** The plan as it is shipped, and a further application. */
  private void catalogue() throws IOException {
    Path catalog = installation.stack.layout().home().resolve("catalog");
    Path plans = Files.createDirectories(catalog.resolve("plans"));
    for (String plan : List.of("notes.yaml", "notes-backup.yaml")) {
      Files.copy(root.resolve("docs/examples").resolve(plan), plans.resolve(plan));
    }
    Path file = catalog.resolve("applications.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            + "  - {name: notes, cluster: east, namespace: notes, plan: notes, store: backups}\n");
  }

  /** The files a person would make, indexed by the command that a person would type. */
  private void backup() throws IOException {
    Path set =
        Files.createDirectories(installation.stack.layout().backups().resolve("notes-monday"));
    try (InputStream dump = resource("notes-database.sql");
        OutputStream out =
            new GZIPOutputStream(
                Files.newOutputStream(set.resolve("notes-database.postgres.gz")))) {
      dump.transferTo(out);
    }
    Files.writeString(
        set.resolve("notes.json"),
        """
        {"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
         "metadata": {"name": "notes", "namespace": "notes", "uid": "gone", "resourceVersion": "7"},
         "data": {"ENCRYPTION_KEY": "%s", "MAIL_SERVER": "%s"}}
        """
            .formatted(base64("key of the backup"), base64("mail of another cluster")));
    CommandLineProcess.Result indexed =
        new CommandLineProcess(root).run("backup", "index", set.toString());
    assertThat(indexed.output()).contains("notes-database  ", "object-notes  ");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static InputStream resource(String name) {
    return SecondApplicationST.class.getResourceAsStream(name);
  }
}
