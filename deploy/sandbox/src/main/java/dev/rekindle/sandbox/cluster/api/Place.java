package dev.rekindle.sandbox.cluster.api;

import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a path of the resource API points: {@code
 * /apis/apps/v1/namespaces/ns/deployments/web/scale}.
 *
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
record Place(Kind kind, String version, String namespace, String name, String subresource) {
  Target target() {
    return new Target(kind, namespace, name);
  }

  String apiVersion() {
    return kind.apiVersion(version);
  }

  /** Resource as rights name it: {@code deployments/scale}. */
  String resource() {
    return subresource.isEmpty() ? kind.plural() : kind.plural() + "/" + subresource;
  }

  /** Empty when the group is not served at all (answered as plain text by real servers). */
  static Optional<Place> of(String path, KindCatalog kinds) {
    List<String> parts = new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
    boolean core = parts.getFirst().equals("api");
    String group = core || parts.size() < 2 ? "" : parts.get(1);
    int at = core ? 1 : 2;
    String version = parts.size() > at ? parts.get(at) : "";
    if (!kinds.serves(group, version)) {
      return Optional.empty();
    }
    List<String> rest = parts.subList(at + 1, parts.size());
    String namespace = "";
    if (rest.size() >= 3 && rest.getFirst().equals("namespaces") && !namespaceSubresource(rest)) {
      namespace = rest.get(1);
      rest = rest.subList(2, rest.size());
    }
    List<String> named = rest;
    String plural = named.isEmpty() ? "" : named.getFirst();
    Kind kind = kinds.byPlural(group, version, plural).orElseThrow(Place::unknown);
    String name = named.size() > 1 ? named.get(1) : "";
    String subresource = named.size() > 2 ? named.get(2) : "";
    if (named.size() > 3
        || (!subresource.isEmpty() && !kind.subresources().contains(subresource))) {
      throw unknown();
    }
    return Optional.of(new Place(kind, version, namespace, name, subresource));
  }

  private static boolean namespaceSubresource(List<String> rest) {
    return rest.size() == 3 && List.of("status", "finalize").contains(rest.get(2));
  }

  static ApiFailure unknown() {
    return ApiFailure.bare(404, "NotFound", "the server could not find the requested resource");
  }
}
