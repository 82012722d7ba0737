package dev.rekindle.sandbox.oc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An object, or all of a kind.
 *
 * @param name empty: all of them
 */
record Resource(Kind kind, String name) {

  /** Kinds by the words that people use for them. */
  enum Kind {
    POD("api/v1", "pods", "pod", "po"),
    SECRET("api/v1", "secrets", "secret", "secret"),
    CONFIG_MAP("api/v1", "configmaps", "configmap", "cm"),
    DEPLOYMENT("apis/apps/v1", "deployments", "deployment", "deploy"),
    DEPLOYMENT_CONFIG("apis/apps.openshift.io/v1", "deploymentconfigs", "deploymentconfig", "dc"),
    JOB("apis/batch/v1", "jobs", "job", "job"),
    ROUTE("apis/route.openshift.io/v1", "routes", "route", "route"),
    API_MANAGER("apis/apps.3scale.net/v1alpha1", "apimanagers", "apimanager", "apimanager");

    private final String group;
    private final String plural;
    private final String singular;
    private final String brief;

    Kind(String group, String plural, String singular, String brief) {
      this.group = group;
      this.plural = plural;
      this.singular = singular;
      this.brief = brief;
    }

    static Kind of(String word) {
      String lower = word.toLowerCase(Locale.ROOT);
      return Arrays.stream(values())
          .filter(kind -> List.of(kind.plural, kind.singular, kind.brief).contains(lower))
          .findFirst()
          .orElseThrow(
              () -> new Failure("error: the server doesn't have a resource type \"" + word + "\""));
    }

    String plural() {
      return plural;
    }

    /** Custom resources take no strategic merge. */
    boolean custom() {
      return this == API_MANAGER;
    }

    String path(String namespace) {
      return "/" + group + "/namespaces/" + namespace + "/" + plural;
    }
  }

  /** {@code kind/name}, or {@code kind} with the name as the next word. */
  static Resource of(Arguments arguments, int at) {
    String first = arguments.word(at, "the resource");
    int slash = first.indexOf('/');
    if (slash >= 0) {
      return new Resource(Kind.of(first.substring(0, slash)), first.substring(slash + 1));
    }
    String name = arguments.words().size() > at + 1 ? arguments.words().get(at + 1) : "";
    return new Resource(Kind.of(first), name);
  }

  static Resource of(JsonNode object) {
    return new Resource(
        Kind.of(object.path("kind").asText()), object.at("/metadata/name").asText());
  }

  String path(String namespace) {
    return kind.path(namespace) + (name.isEmpty() ? "" : "/" + name);
  }

  @Override
  public String toString() {
    return kind.singular + "/" + name;
  }
}
