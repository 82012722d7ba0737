package dev.rekindle.sandbox.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Registry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** ConfigMaps and Secrets as files of a volume; mount paths in their text become the host's. */
record ConfigFiles(Registry registry, String namespace, PathMap paths) {
  void configMap(String name, ObjectNode source, Path into) throws Volumes.NotYet, IOException {
    write(KindCatalog.CONFIG_MAP, name, source, into);
  }

  void secret(String name, ObjectNode source, Path into) throws Volumes.NotYet, IOException {
    write(KindCatalog.SECRET, name, source, into);
  }

  private void write(Kind kind, String name, ObjectNode source, Path into)
      throws Volumes.NotYet, IOException {
    Optional<ObjectNode> found = registry.find(kind, namespace, name);
    if (found.isEmpty()) {
      if (source.path("optional").asBoolean()) {
        return;
      }
      throw new Volumes.NotYet(kind.plural() + " \"" + name + "\" not found");
    }
    Map<String, byte[]> contents = contents(kind, found.get());
    if (source.path("items").isEmpty()) {
      for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
        file(into.resolve(entry.getKey()), entry.getValue());
      }
    }
    for (ObjectNode item : Json.objects(source.path("items"))) {
      byte[] content = contents.get(Json.text(item, "key"));
      if (content != null) {
        file(into.resolve(Json.text(item, "path")), content);
      }
    }
  }

  /** Entries of a ConfigMap or Secret as bytes. */
  static Map<String, byte[]> contents(Kind kind, ObjectNode object) {
    Map<String, byte[]> contents = new TreeMap<>();
    boolean secret = kind.equals(KindCatalog.SECRET);
    Json.map(object.path("data"))
        .forEach((k, v) ->
            contents.put(
                k, secret ? Base64.getDecoder().decode(v) : v.getBytes(StandardCharsets.UTF_8)));
    Json.map(object.path("binaryData"))
        .forEach((k, v) -> contents.put(k, Base64.getDecoder().decode(v)));
    return contents;
  }

  private void file(Path path, byte[] content) throws IOException {
    byte[] own = rewritten(content);
    if (Files.exists(path) && Arrays.equals(Files.readAllBytes(path), own)) {
      return;
    }
    Files.createDirectories(path.getParent());
    Path next = path.resolveSibling("." + path.getFileName() + ".next");
    Files.write(next, own);
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private byte[] rewritten(byte[] content) {
    for (byte b : content) {
      if (b == 0) {
        return content;
      }
    }
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return paths.toHost(text).getBytes(StandardCharsets.ISO_8859_1);
  }
}
