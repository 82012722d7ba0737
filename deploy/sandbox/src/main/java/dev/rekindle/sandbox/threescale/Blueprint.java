package dev.rekindle.sandbox.threescale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.data.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** What the operator would create: every object of the installation, from one description. */
public final class Blueprint {

  /** Namespace of the installation and of its operator. */
  public static final String NAMESPACE = "threescale";

  /** Name of the custom resource. */
  public static final String API_MANAGER = "apimanager";

  /** Name of the operator's Deployment. */
  public static final String OPERATOR = "threescale-operator-controller-manager-v2";

  /** Workloads that hold the data, in the order they start. */
  public static final List<String> STORES =
      List.of("system-mysql", "backend-redis", "system-redis", "zync-database");

  private static final List<String> GENERATED =
      List.of(
          "rootPassword",
          "userPassword",
          "zyncPassword",
          "zyncKeyBase",
          "zyncToken",
          "systemKeyBase",
          "masterToken",
          "masterPassword",
          "adminToken",
          "adminPassword",
          "apicastToken",
          "internalPassword",
          "hookPassword");

  private final JsonNode description;
  private final Map<String, String> values;

  private Blueprint(JsonNode description, Map<String, String> values) {
    this.description = description;
    this.values = values;
  }

  /** The installation whose generated values come from a seed. */
  public static Blueprint of(long seed) {
    Texts texts = new Texts(seed + 100);
    Map<String, String> values = new LinkedHashMap<>();
    GENERATED.forEach(name -> values.put(name, texts.hex(32)));
    try (InputStream in = Blueprint.class.getResourceAsStream("installation.yaml")) {
      if (in == null) {
        throw new IllegalStateException("Missing resource installation.yaml");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue());
      }
      Object loaded = new Yaml().load(text);
      return new Blueprint(KubeApi.JSON.valueToTree(loaded), values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A generated value, such as {@code rootPassword}. */
  public String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** Names of everything of one section: secrets, configMaps, claims, services, workloads. */
  public List<String> names(String section) {
    List<String> names = new ArrayList<>();
    description.path(section).fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The custom resource. */
  public ObjectNode apiManager() {
    ObjectNode object = object("apps.3scale.net/v1alpha1", "APIManager", API_MANAGER);
    ObjectNode metadata = (ObjectNode) object.path("metadata");
    metadata
        .putObject("annotations")
        .put("apps.3scale.net/apimanager-threescale-version", "2.15.5")
        .put("apps.3scale.net/threescale-operator-version", "0.12.5");
    object.set("spec", description.path("apimanager"));
    return object;
  }

  /** A Secret; it alone has no owner, as with the real operator. */
  public ObjectNode secret(String name) {
    ObjectNode object = object("v1", "Secret", name);
    object.put("type", "Opaque");
    ObjectNode data = object.putObject("stringData");
    description
        .path("secrets")
        .path(name)
        .properties()
        .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
    return object;
  }

  /** A ConfigMap of the custom resource. */
  public ObjectNode configMap(String name, String owner) {
    ObjectNode object = owned(object("v1", "ConfigMap", name), owner);
    if (name.equals("redis-config")) {
      ((ObjectNode) object.at("/metadata/labels")).put("threescale_component_element", "redis");
    }
    object.set("data", description.path("configMaps").path(name));
    return object;
  }

  /** A claim of the custom resource. */
  public ObjectNode claim(String name, String owner) {
    ObjectNode object = owned(object("v1", "PersistentVolumeClaim", name), owner);
    JsonNode claim = description.path("claims").path(name);
    ObjectNode spec = object.putObject("spec");
    spec.putArray("accessModes").add(claim.path("mode").asText());
    spec.putObject("resources").putObject("requests").put("storage", claim.path("size").asText());
    return object;
  }

  /** A Service of the custom resource. */
  public ObjectNode service(String name, String owner) {
    ObjectNode object = owned(object("v1", "Service", name), owner);
    JsonNode service = description.path("services").path(name);
    ObjectNode spec = object.putObject("spec");
    spec.putObject("selector").put("deployment", service.path("selects").asText());
    spec.set("ports", service.path("ports"));
    return object;
  }

  /** A Deployment of the custom resource. */
  public ObjectNode deployment(String name, String owner) {
    JsonNode workload = description.path("workloads").path(name);
    ObjectNode object = owned(object("apps/v1", "Deployment", name), owner);
    ObjectNode labels = (ObjectNode) object.at("/metadata/labels");
    labels.put("threescale_component", workload.path("component").asText());
    labels.put("threescale_component_element", workload.path("element").asText());
    ObjectNode spec = object.putObject("spec");
    spec.put("replicas", workload.path("replicas").asInt());
    spec.putObject("selector").putObject("matchLabels").put("deployment", name);
    spec.putObject("strategy").put("type", workload.path("strategy").asText());
    ObjectNode template = spec.putObject("template");
    ObjectNode podLabels = template.putObject("metadata").putObject("labels");
    podLabels.setAll(labels);
    podLabels.put("deployment", name);
    template.set("spec", workload.path("pod").deepCopy());
    return object;
  }

  /** The operator's own Deployment, which belongs to nobody. */
  public ObjectNode operator() {
    ObjectNode object = object("apps/v1", "Deployment", OPERATOR);
    ObjectNode spec = object.putObject("spec");
    spec.put("replicas", 1);
    spec.putObject("selector").putObject("matchLabels").put("control-plane", OPERATOR);
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put("control-plane", OPERATOR);
    ArrayNode containers = template.putObject("spec").putArray("containers");
    containers
        .addObject()
        .put("name", "manager")
        .put("image", "quay.io/3scale/3scale-operator:v0.12");
    return object;
  }

  private static ObjectNode object(String apiVersion, String kind, String name) {
    ObjectNode object = KubeApi.JSON.createObjectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    metadata.putObject("labels").put("app", "3scale-api-management");
    return object;
  }

  private static ObjectNode owned(ObjectNode object, String uid) {
    ((ObjectNode) object.path("metadata"))
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps.3scale.net/v1alpha1")
        .put("kind", "APIManager")
        .put("name", API_MANAGER)
        .put("uid", uid)
        .put("controller", true)
        .put("blockOwnerDeletion", true);
    return object;
  }
}
