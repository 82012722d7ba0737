package dev.rekindle.sandbox.threescale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.sandbox.fingerprint.Stores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import redis.clients.jedis.Jedis;

/** The stores of the running installation: in the ready pods of the cluster. */
public final class LiveStores implements Stores {

  private static final List<String> FIELDS =
      List.of(
          "/spec/system/appSpec/replicas",
          "/spec/system/sidekiqSpec/replicas",
          "/spec/zync/appSpec/replicas",
          "/spec/zync/queSpec/replicas",
          "/spec/backend/listenerSpec/replicas",
          "/spec/backend/workerSpec/replicas",
          "/spec/backend/cronSpec/replicas",
          "/spec/apicast/stagingSpec/replicas",
          "/spec/apicast/productionSpec/replicas");

  private final KubeApi api;
  private final Blueprint blueprint;
  private final Supplier<Path> storage;

  /**
   * Stores of a cluster.
   *
   * @param storage where the claim of the uploads lies on the host
   */
  public LiveStores(KubeApi api, Blueprint blueprint, Supplier<Path> storage) {
    this.api = api;
    this.blueprint = blueprint;
    this.storage = storage;
  }

  /** Address of a store's ready pod. */
  public String address(String workload) {
    return api.address(workload)
        .orElseThrow(() -> new IllegalStateException("No ready pod of " + workload));
  }

  @Override
  public Connection systemDatabase() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://" + address("system-mysql") + ":3306/system?connectTimeout=5000",
        "root",
        blueprint.value("rootPassword"));
  }

  @Override
  public Connection zyncDatabase() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + address("zync-database") + ":5432/zync_production?connectTimeout=5",
        "zync",
        blueprint.value("zyncPassword"));
  }

  @Override
  public Jedis backendRedis() {
    return new Jedis(address("backend-redis"), 6379);
  }

  @Override
  public Jedis systemRedis() {
    return new Jedis(address("system-redis"), 6379);
  }

  @Override
  public Path storage() {
    return storage.get();
  }

  @Override
  public SortedMap<String, String> objects() {
    SortedMap<String, String> items = new TreeMap<>();
    for (JsonNode deployment : api.list(KubeApi.Kind.DEPLOYMENT, "")) {
      items.put(
          "replicas " + deployment.at("/metadata/name").asText(),
          deployment.at("/spec/replicas").asText());
    }
    JsonNode resource =
        api.get(KubeApi.Kind.API_MANAGER, Blueprint.API_MANAGER)
            .orElseGet(KubeApi.JSON::createObjectNode);
    for (String field : FIELDS) {
      JsonNode value = resource.at(field);
      items.put("field " + field, value.isMissingNode() ? "absent" : value.toString());
    }
    for (String name : blueprint.names("secrets")) {
      values(items, "secret " + name, api.get(KubeApi.Kind.SECRET, name));
    }
    for (String name : blueprint.names("configMaps")) {
      values(items, "configmap " + name, api.get(KubeApi.Kind.CONFIG_MAP, name));
    }
    for (JsonNode route : api.list(KubeApi.Kind.ROUTE, "")) {
      items.put("route " + route.at("/spec/host").asText(), route.at("/spec/to/name").asText());
    }
    return items;
  }

  private static void values(
      SortedMap<String, String> items, String prefix, java.util.Optional<JsonNode> object) {
    object.ifPresent(found ->
        found
            .path("data")
            .properties()
            .forEach(entry ->
                items.put(prefix + "/" + entry.getKey(), digest(entry.getValue().asText()))));
  }

  private static String digest(String value) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(value.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
