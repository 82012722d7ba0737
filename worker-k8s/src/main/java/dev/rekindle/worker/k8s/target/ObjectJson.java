package dev.rekindle.worker.k8s.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.worker.k8s.plan.DataObject;
import dev.rekindle.worker.k8s.plan.SavedPointer;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a saved Secret or ConfigMap, as {@code oc get -o json} writes it. Reading takes only
 * what a person put there; what the server added is left behind, above all owner references: an
 * object whose owner's uid is gone is collected at once.
 */
public final class ObjectJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POINTER_API = "rekindle.dev/v1";
  private static final String POINTER_KIND = "SavedObject";

  private ObjectJson() {}

  /** What an artefact of format {@code kubernetes+json} turned out to be. */
  public sealed interface Artifact {
    /**
     * The object itself.
     *
     * @param namespace where it was saved; empty when it does not say
     */
    record Whole(DataObject object, String namespace) implements Artifact {}

    /** Where the object is. */
    record Pointer(SavedPointer pointer) implements Artifact {}
  }

  /** Reads an artefact; ARTIFACT_CORRUPT says what is wrong, never what is in it. */
  public static Artifact read(byte[] json, String artifact) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      throw corrupt(artifact, "is not JSON", e);
    }
    if (root.path("kind").asText().equals("List")) {
      if (root.path("items").size() != 1) {
        throw corrupt(artifact, "is a List of " + root.path("items").size() + " objects", null);
      }
      root = root.path("items").get(0);
    }
    if (!root.isObject() || root.path("kind").asText().isEmpty()) {
      throw corrupt(artifact, "is not a Kubernetes object", null);
    }
    if (root.path("kind").asText().equals(POINTER_KIND)) {
      return new Artifact.Pointer(
          new SavedPointer(
              root.path("secret").asText(),
              root.path("key").asText(),
              root.path("sha256").asText()));
    }
    return new Artifact.Whole(object(root), root.path("metadata").path("namespace").asText());
  }

  private static DataObject object(JsonNode root) {
    JsonNode metadata = root.path("metadata");
    Map<String, String> annotations = texts(metadata.path("annotations"));
    annotations
        .keySet()
        .removeIf(key -> key.equals("kubectl.kubernetes.io/last-applied-configuration"));
    return new DataObject(
        new ObjectRef(
            root.path("apiVersion").asText(),
            root.path("kind").asText(),
            metadata.path("name").asText()),
        root.path("type").asText(),
        texts(metadata.path("labels")),
        annotations,
        texts(root.path("data")),
        texts(root.path("binaryData")),
        root.path("immutable").asBoolean(false),
        "");
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  /** The object's JSON without anything of the server's. */
  public static byte[] write(DataObject object) {
    ObjectNode root = JSON.createObjectNode();
    root.put("apiVersion", object.ref().apiVersion()).put("kind", object.ref().kind());
    ObjectNode metadata = root.putObject("metadata").put("name", object.ref().name());
    put(metadata, "labels", object.labels());
    put(metadata, "annotations", object.annotations());
    if (!object.type().isEmpty()) {
      root.put("type", object.type());
    }
    put(root, "data", object.data());
    put(root, "binaryData", object.binaryData());
    if (object.immutable()) {
      root.put("immutable", true);
    }
    return bytes(root);
  }

  /** The JSON of a pointer. */
  public static byte[] writePointer(SavedPointer pointer) {
    return bytes(
        JSON.createObjectNode()
            .put("apiVersion", POINTER_API)
            .put("kind", POINTER_KIND)
            .put("secret", pointer.secret())
            .put("key", pointer.key())
            .put("sha256", pointer.sha256()));
  }

  private static void put(ObjectNode parent, String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      ObjectNode node = parent.putObject(name);
      new TreeMap<>(values).forEach(node::put);
    }
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of texts has a JSON form", e);
    }
  }

  private static StageProblem corrupt(String artifact, String why, @Nullable Throwable cause) {
    return new StageProblem(
        ProblemCode.ARTIFACT_CORRUPT, false, "Artefact " + artifact + " " + why, cause);
  }
}
