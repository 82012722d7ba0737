package dev.rekindle.contract.right;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.stage.Credentials;
import dev.rekindle.contract.stage.DatabaseTarget;
import dev.rekindle.contract.stage.DatabaseTarget.Engine;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.RedisTls;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.stage.StageSpec.DumpDatabase;
import dev.rekindle.contract.stage.StageSpec.ImportDatabase;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.contract.stage.StageSpec.SnapshotRedis;
import dev.rekindle.contract.stage.StageSpec.VerifyRedis;
import dev.rekindle.contract.stage.WorkloadRef;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RightsTest {

  private static final DatabaseTarget POSTGRES =
      new DatabaseTarget(
          Engine.POSTGRESQL,
          Endpoint.ofService("notes-db", 5432),
          "notes",
          new Credentials(null, "notes", new SecretRef("notes-db", "password")));
  private static final RedisTarget MANAGED =
      RedisTarget.external(
          Endpoint.ofHost("redis.example.com", 6379),
          null,
          new SecretRef("cache", "password"),
          new RedisTls(new SecretRef("authorities", "ca.pem"), null));
  private static final RedisTarget ELSEWHERE =
      new RedisTarget(
          WorkloadRef.parse("deployment/redis@stores"),
          "redis",
          "redis-data",
          "/data",
          Endpoint.ofService("redis", 6379),
          new SecretRef("redis", "password"));

  private static List<String> of(StageSpec spec) {
    return Rights.of(spec, "shop").stream().map(right -> right.namespace() + ": " + right).toList();
  }

  @Test
  void a_database_is_reached_and_its_secret_read_by_name() {
    assertThat(of(new ImportDatabase(POSTGRES, "dump", null, List.of(), null, null)))
        .containsExactly(
            "shop: get pods",
            "shop: list pods",
            "shop: get secrets \"notes-db\"",
            "shop: get services");
  }

  @Test
  void a_dump_of_postgres_runs_in_its_pod_and_one_of_mysql_does_not() {
    DatabaseTarget mysql =
        new DatabaseTarget(
            Engine.MYSQL, POSTGRES.endpoint(), POSTGRES.database(), POSTGRES.credentials());

    assertThat(of(new DumpDatabase(POSTGRES, "dump", SafetyPolicy.REQUIRED)))
        .contains("shop: create pods/exec", "shop: get pods/exec");
    assertThat(of(new DumpDatabase(mysql, "dump", SafetyPolicy.REQUIRED)))
        .contains("shop: get pods")
        .noneMatch(right -> right.contains("exec"));
    assertThat(of(new DumpDatabase(POSTGRES, "dump", SafetyPolicy.NONE))).isEmpty();
  }

  @Test
  void a_managed_redis_needs_its_secrets_and_nothing_else() {
    assertThat(of(new LoadRedis(MANAGED, "snapshot")))
        .containsExactly("shop: get secrets \"authorities\"", "shop: get secrets \"cache\"");
  }

  @Test
  void a_redis_in_another_namespace_needs_its_rights_there() {
    assertThat(of(new LoadRedis(ELSEWHERE, "snapshot")))
        .allMatch(right -> right.startsWith("stores: "))
        .contains("stores: patch deployments.apps", "stores: update leases.coordination.k8s.io");
  }

  @Test
  void what_only_looks_at_a_redis_may_not_change_its_workload() {
    assertThat(of(new SnapshotRedis(ELSEWHERE, "snapshot", SafetyPolicy.REQUIRED)))
        .contains("stores: get deployments.apps", "stores: create pods")
        .noneMatch(right -> right.contains("patch") || right.contains("leases"));
    assertThat(of(new VerifyRedis(ELSEWHERE, "snapshot")))
        .noneMatch(right -> right.contains("create") || right.contains("deployments"));
  }

  @Test
  void a_role_names_objects_where_only_some_are_meant() {
    Set<Right> rights =
        new TreeSet<>(
            Set.of(
                new Right("shop", "", "secrets", "get", "b"),
                new Right("shop", "", "secrets", "get", "a"),
                new Right("shop", "", "secrets", "create"),
                new Right("shop", "", "pods", "get", "one"),
                new Right("shop", "", "pods", "get"),
                new Right("shop", "", "pods", "list")));

    assertThat(RoleText.of("worker", rights))
        .isEqualTo(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: worker
              namespace: shop
            rules:
              - apiGroups: [""]
                resources: ["pods"]
                verbs: ["get", "list"]
              - apiGroups: [""]
                resources: ["secrets"]
                verbs: ["create"]
              - apiGroups: [""]
                resources: ["secrets"]
                resourceNames: ["a", "b"]
                verbs: ["get"]
            """);
  }
}
