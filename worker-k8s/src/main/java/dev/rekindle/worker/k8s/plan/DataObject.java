package dev.rekindle.worker.k8s.plan;

import dev.rekindle.contract.stage.ObjectRef;
import java.util.Map;

/**
 * A Secret or ConfigMap without what the server adds to it (uid, resourceVersion, owner references,
 * managed fields, timestamps). Its text form hides the values.
 *
 * @param type a Secret's type; empty for a ConfigMap
 * @param data by key; base64 for a Secret, as in the API
 * @param binaryData a ConfigMap's binary entries, base64
 * @param immutable the API refuses any change of the data
 * @param version resource version it was read with; empty when it does not come from the API
 */
public record DataObject(
    ObjectRef ref,
    String type,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, String> data,
    Map<String, String> binaryData,
    boolean immutable,
    String version) {

  public static final String SECRET = "Secret";
  public static final String CONFIG_MAP = "ConfigMap";

  public DataObject {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    data = Map.copyOf(data);
    binaryData = Map.copyOf(binaryData);
  }

  /** A new ConfigMap or Secret. */
  public static DataObject of(ObjectRef ref, Map<String, String> labels, Map<String, String> data) {
    String type = ref.kind().equals(SECRET) ? "Opaque" : "";
    return new DataObject(ref, type, labels, Map.of(), data, Map.of(), false, "");
  }

  public boolean secret() {
    return ref.kind().equals(SECRET);
  }

  @Override
  public String toString() {
    return ref + " with keys " + data.keySet().stream().sorted().toList();
  }
}
