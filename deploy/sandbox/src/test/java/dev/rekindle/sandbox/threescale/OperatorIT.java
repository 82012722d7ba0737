package dev.rekindle.sandbox.threescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** How the simulated operator fights whoever restores. The last test ruins the installation. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorIT {

  /** Longer than three rounds of the operator. */
  private static final Duration A_WHILE = Duration.ofSeconds(4);

  @TempDir static Path home;
  private static ThreescaleInstallation installation;
  private static KubernetesClient client;

  @BeforeAll
  static void install() throws Exception {
    installation = ThreescaleInstallation.start(home, 1, 1);
    Config config = Config.fromKubeconfig(installation.kubeconfig().toFile());
    config.setNamespace(Blueprint.NAMESPACE);
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterAll
  static void stop() {
    client.close();
    installation.close();
  }

  @Test
  @Order(1)
  void it_puts_back_replicas_that_its_custom_resource_tells() {
    // When
    scale("backend-cron", 3);

    // Then
    eventually().until(() -> replicas("backend-cron") == 1);
  }

  @Test
  @Order(2)
  void it_leaves_replicas_alone_that_its_custom_resource_does_not_tell() {
    // When
    scale("system-sidekiq", 1);

    // Then
    during().until(() -> replicas("system-sidekiq") == 1);
  }

  @Test
  @Order(3)
  void it_makes_again_what_is_missing() {
    // When
    client.apps().deployments().withName("system-memcache").delete();

    // Then
    eventually().until(() -> client.apps().deployments().withName("system-memcache").get() != null);
  }

  @Test
  @Order(4)
  void an_object_whose_owner_is_gone_is_collected_and_one_of_the_living_owner_stays() {
    // Given
    String uid =
        installation
            .object("APIManager", Blueprint.API_MANAGER)
            .orElseThrow()
            .at("/metadata/uid")
            .asText();

    // When
    owned("of-the-old", "00000000-0000-0000-0000-000000000000");
    owned("of-the-living", uid);

    // Then
    eventually().until(() -> client.configMaps().withName("of-the-old").get() == null);
    assertThat(client.configMaps().withName("of-the-living").get()).isNotNull();
  }

  @Test
  @Order(5)
  void at_zero_replicas_it_does_nothing() {
    // Given
    stopOperator();

    // When
    scale("backend-cron", 0);
    scale("system-app", 2);

    // Then
    during().until(() -> replicas("backend-cron") == 0 && replicas("system-app") == 2);
    assertThat(hookGeneration()).isNotEqualTo(generation("system-app"));
  }

  @Test
  @Order(6)
  void a_changed_replica_count_runs_the_hook_which_reseeds_a_half_imported_database()
      throws SQLException {
    // Given
    stopOperator();
    sql("DROP TABLE schema_migrations");
    assertThat(count("accounts")).isGreaterThan(1);

    // When
    scale(Blueprint.OPERATOR, 1);
    scale("system-app", 0);

    // Then
    eventually().ignoreExceptions().until(() -> count("accounts") == 1);
    assertThat(count("services")).isZero();
  }

  private static void stopOperator() {
    scale(Blueprint.OPERATOR, 0);
    eventually()
        .until(() ->
            client
                .pods()
                .withLabel("control-plane", Blueprint.OPERATOR)
                .list()
                .getItems()
                .isEmpty());
  }

  private static void owned(String name, String uid) {
    client
        .configMaps()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .addNewOwnerReference()
                .withApiVersion("apps.3scale.net/v1alpha1")
                .withKind("APIManager")
                .withName(Blueprint.API_MANAGER)
                .withUid(uid)
                .endOwnerReference()
                .endMetadata()
                .build())
        .create();
  }

  private static void scale(String deployment, int replicas) {
    client.apps().deployments().withName(deployment).scale(replicas);
  }

  private static int replicas(String name) {
    return deployment(name).getSpec().getReplicas();
  }

  private static String generation(String name) {
    return deployment(name).getMetadata().getGeneration().toString();
  }

  private static Deployment deployment(String name) {
    return client.apps().deployments().withName(name).get();
  }

  private static String hookGeneration() {
    return client
        .batch()
        .v1()
        .jobs()
        .withName("system-app-pre")
        .get()
        .getMetadata()
        .getAnnotations()
        .get("system-app-deployment-generation");
  }

  private static void sql(String statement) throws SQLException {
    try (Connection system = installation.stores().systemDatabase();
        Statement sql = system.createStatement()) {
      sql.execute("SET FOREIGN_KEY_CHECKS = 0");
      sql.execute(statement);
    }
  }

  private static long count(String table) throws SQLException {
    try (Connection system = installation.stores().systemDatabase();
        Statement sql = system.createStatement();
        ResultSet rows = sql.executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static ConditionFactory eventually() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  /** Holds from soon on, and goes on to hold. */
  private static ConditionFactory during() {
    return eventually().during(A_WHILE);
  }
}
