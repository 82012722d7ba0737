package dev.rekindle.coordinator.right;

import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.right.Rights;
import dev.rekindle.contract.right.RoleText;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One Role and RoleBinding for each pool and namespace: the union of what the stages of that pool
 * need there.
 *
 * @param application part of the Roles' names, so that several applications may share a namespace
 * @param namespace the application's
 * @param accounts namespace of the workers' accounts {@code worker-<pool>}
 */
record WorkerRoles(String application, String namespace, String accounts) {

  /** The YAML documents. */
  String of(RestorePlan plan) {
    Map<Pool, List<PlannedStage>> byPool =
        plan.stages().stream()
            .collect(
                Collectors.groupingBy(
                    stage -> StageKind.of(stage.spec()).pool(), TreeMap::new, Collectors.toList()));
    return byPool.entrySet().stream()
        .flatMap(pool ->
            rights(pool.getValue()).values().stream().map(rights -> role(pool.getKey(), rights)))
        .collect(Collectors.joining("---\n"));
  }

  private SortedMap<String, List<Right>> rights(List<PlannedStage> stages) {
    return stages.stream()
        .flatMap(stage -> Rights.of(stage.spec(), namespace).stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.groupingBy(Right::namespace, TreeMap::new, Collectors.toList()));
  }

  private String role(Pool pool, List<Right> rights) {
    String name = "rekindle-" + application + "-" + pool.wireName();
    return RoleText.of(name, rights)
        + """
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: %1$s
          namespace: %2$s
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: Role
          name: %1$s
        subjects:
          - kind: ServiceAccount
            name: worker-%3$s
            namespace: %4$s
        """
            .formatted(name, rights.getFirst().namespace(), pool.wireName(), accounts);
  }
}
