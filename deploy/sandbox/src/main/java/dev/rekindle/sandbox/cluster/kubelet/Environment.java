package dev.rekindle.sandbox.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables of a container. */
record Environment(Registry registry, ObjectNode pod, String podIp) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_.-]*)\\)");

  Map<String, String> of(ObjectNode container, Image image, PathMap paths, Path scratch)
      throws Volumes.NotYet {
    Map<String, String> declared = new LinkedHashMap<>(image.environment());
    for (ObjectNode source : Json.objects(container.path("envFrom"))) {
      from(source, declared);
    }
    for (ObjectNode variable : Json.objects(container.path("env"))) {
      Optional<String> value = value(variable, declared);
      value.ifPresent(v -> declared.put(Json.text(variable, "name"), v));
    }
    Map<String, String> all = new LinkedHashMap<>();
    declared.forEach((name, value) -> all.put(name, paths.toHost(value)));
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    all.put("PATH", image.programs().map(p -> p + ":" + path).orElse(path));
    all.putIfAbsent("HOME", scratch.toString());
    all.put("TMPDIR", scratch.resolve("tmp").toString());
    all.put("HOSTNAME", Json.text(pod, "metadata.name"));
    all.put("SANDBOX_POD_IP", podIp);
    all.put("SANDBOX_SCRATCH", scratch.toString());
    all.putIfAbsent("LANG", "C.UTF-8");
    all.put("KUBERNETES_SERVICE_HOST", "kubernetes.default.svc");
    return all;
  }

  private String namespace() {
    return Json.text(pod, "metadata.namespace");
  }

  private void from(ObjectNode source, Map<String, String> into) throws Volumes.NotYet {
    boolean secret = source.has("secretRef");
    JsonNode reference = source.path(secret ? "secretRef" : "configMapRef");
    Kind kind = secret ? KindCatalog.SECRET : KindCatalog.CONFIG_MAP;
    Optional<ObjectNode> found = registry.find(kind, namespace(), Json.text(reference, "name"));
    if (found.isEmpty() && !reference.path("optional").asBoolean()) {
      throw new Volumes.NotYet(
          kind.plural() + " \"" + Json.text(reference, "name") + "\" not found");
    }
    String prefix = Json.text(source, "prefix");
    found.ifPresent(o ->
        ConfigFiles.contents(kind, o)
            .forEach((k, v) -> into.put(prefix + k, new String(v, StandardCharsets.UTF_8))));
  }

  private Optional<String> value(ObjectNode variable, Map<String, String> earlier)
      throws Volumes.NotYet {
    JsonNode from = variable.path("valueFrom");
    if (from.has("secretKeyRef")) {
      return key(KindCatalog.SECRET, from.path("secretKeyRef"));
    }
    if (from.has("configMapKeyRef")) {
      return key(KindCatalog.CONFIG_MAP, from.path("configMapKeyRef"));
    }
    if (from.has("fieldRef")) {
      String path = Json.text(from, "fieldRef.fieldPath");
      return Optional.of(path.equals("status.podIP") ? podIp : Json.text(pod, path));
    }
    return Optional.of(expand(Json.text(variable, "value"), earlier));
  }

  /** {@code $(NAME)} of earlier variables, as in commands. */
  static String expand(String text, Map<String, String> variables) {
    return REFERENCE
        .matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement(variables.getOrDefault(m.group(1), m.group())));
  }

  private Optional<String> key(Kind kind, JsonNode reference) throws Volumes.NotYet {
    String name = Json.text(reference, "name");
    String key = Json.text(reference, "key");
    Optional<String> value =
        registry
            .find(kind, namespace(), name)
            .flatMap(o -> Optional.ofNullable(ConfigFiles.contents(kind, o).get(key)))
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    if (value.isEmpty() && !reference.path("optional").asBoolean()) {
      throw new Volumes.NotYet(
          "couldn't find key " + key + " in " + kind.name() + " " + namespace() + "/" + name);
    }
    return value;
  }
}
