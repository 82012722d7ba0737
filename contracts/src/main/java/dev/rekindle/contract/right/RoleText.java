package dev.rekindle.contract.right;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A Role as YAML, ready to be applied. */
public final class RoleText {

  private RoleText() {}

  /** What a rule is about. */
  private record Resource(String group, String plural) {}

  /**
   * The Role that grants rights of one namespace.
   *
   * @param rights at least one, all of the same namespace
   */
  public static String of(String name, Collection<Right> rights) {
    StringBuilder text = new StringBuilder();
    text.append("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n")
        .append("  name: %s\n".formatted(name))
        .append("  namespace: %s\n".formatted(rights.iterator().next().namespace()))
        .append("rules:\n");
    byResource(rights)
        .forEach((resource, verbs) ->
            byNames(verbs).forEach((names, of) -> text.append(rule(resource, names, of))));
    return text.toString();
  }

  private static Map<Resource, Map<String, SortedSet<String>>> byResource(
      Collection<Right> rights) {
    Map<Resource, Map<String, SortedSet<String>>> resources = new LinkedHashMap<>();
    new TreeSet<>(rights)
        .forEach(right ->
            resources
                .computeIfAbsent(
                    new Resource(right.group(), right.resource()), _ -> new LinkedHashMap<>())
                .computeIfAbsent(right.verb(), _ -> new TreeSet<>())
                .add(right.name()));
    return resources;
  }

  /** Verbs that hold for the same names; no names stand for all, and all includes each. */
  private static Map<List<String>, List<String>> byNames(Map<String, SortedSet<String>> verbs) {
    Map<List<String>, List<String>> rules = new LinkedHashMap<>();
    verbs.forEach((verb, names) ->
        rules
            .computeIfAbsent(
                names.contains("") ? List.of() : List.copyOf(names), _ -> new ArrayList<>())
            .add(verb));
    return rules;
  }

  private static String rule(Resource resource, List<String> names, List<String> verbs) {
    return "  - apiGroups: [\"%s\"]\n    resources: [\"%s\"]\n"
            .formatted(resource.group(), resource.plural())
        + (names.isEmpty() ? "" : "    resourceNames: [%s]\n".formatted(quoted(names)))
        + "    verbs: [%s]\n".formatted(quoted(verbs));
  }

  private static String quoted(Collection<String> texts) {
    return texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(", "));
  }
}
