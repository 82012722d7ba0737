package dev.rekindle.worker.k8s.plan;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A Role as YAML, ready to be applied. */
public final class RoleText {

  private RoleText() {}

  /**
   * The Role that grants rights of one namespace.
   *
   * @param rights at least one, all of the same namespace
   */
  public static String of(String name, Collection<Right> rights) {
    Map<List<String>, List<Right>> rules =
        new TreeSet<>(rights)
            .stream()
                .collect(
                    Collectors.groupingBy(
                        right -> List.of(right.group(), right.resource()),
                        LinkedHashMap::new,
                        Collectors.toList()));
    StringBuilder text = new StringBuilder();
    text.append("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n")
        .append("  name: %s\n".formatted(name))
        .append("  namespace: %s\n".formatted(rights.iterator().next().namespace()))
        .append("rules:\n");
    rules.forEach((of, granted) ->
        text.append("  - apiGroups: [\"%s\"]\n".formatted(of.get(0)))
            .append("    resources: [\"%s\"]\n".formatted(of.get(1)))
            .append(
                "    verbs: [%s]\n"
                    .formatted(
                        granted.stream()
                            .map(right -> "\"" + right.verb() + "\"")
                            .collect(Collectors.joining(", ")))));
    return text.toString();
  }
}
