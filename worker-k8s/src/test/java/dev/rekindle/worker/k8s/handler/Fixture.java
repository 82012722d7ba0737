package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.DataObject;
import dev.rekindle.worker.kit.artifact.ArtifactStore;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.DirectoryArtifactStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values that the handlers' tests share. */
final class Fixture {

  static final Pace FAST = new Pace(Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(40));
  static final WorkloadRef OPERATOR = WorkloadRef.parse("deployment/operator@operators");
  static final WorkloadRef APP = WorkloadRef.parse("deployment/system-app");
  static final WorkloadRef ZYNC = WorkloadRef.parse("deployment/zync");
  static final List<WorkloadRef> ALL = List.of(OPERATOR, APP, ZYNC);
  static final String LEASE = "rekindle-shop";

  private Fixture() {}

  static World world() {
    World world =
        new World().with(OPERATOR.toString(), 1).with(APP.toString(), 3).with(ZYNC.toString(), 2);
    world.fields.put("/spec/system/appSpec/replicas", "3");
    return world;
  }

  static ArtifactStores stores(Path root) {
    ArtifactStore store = new DirectoryArtifactStore(root);
    return name -> store;
  }

  static ObjectRef secret(String name) {
    return new ObjectRef("v1", "Secret", name);
  }

  static DataObject secret(String name, Map<String, String> plain) {
    Map<String, String> data = new TreeMap<>();
    plain.forEach((key, value) -> data.put(key, base64(value)));
    return new DataObject(secret(name), "Opaque", Map.of(), Map.of(), data, Map.of(), false, "1");
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
