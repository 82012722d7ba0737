package dev.rekindle.sandbox.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the volumes of a pod lie on the host. */
final class Volumes {
  private final Registry registry;
  private final Path root;

  Volumes(Registry registry, Path root) {
    this.registry = registry;
    this.root = root;
  }

  /** A volume that cannot be mounted yet; the kubelet tries again. */
  static final class NotYet extends Exception {
    NotYet(String message) {
      super(message);
    }
  }

  Path podDirectory(ObjectNode pod) {
    return root.resolve("pods").resolve(Json.text(pod, "metadata.uid").substring(0, 8));
  }

  /** The directory of a claim; it lives as long as the claim. */
  Path claimDirectory(ObjectNode claim) {
    return root.resolve("pvc")
        .resolve(Json.text(claim, "metadata.namespace"))
        .resolve(
            Json.text(claim, "metadata.name")
                + "-"
                + Json.text(claim, "metadata.uid").substring(0, 4));
  }

  /** Prepares every volume of a pod: volume name to directory. */
  Map<String, Path> mount(ObjectNode pod) throws NotYet, IOException {
    Map<String, Path> directories = new LinkedHashMap<>();
    for (ObjectNode volume : Json.objects(Json.at(pod, "spec.volumes"))) {
      directories.put(Json.text(volume, "name"), directory(pod, volume));
    }
    for (ObjectNode volume : Json.objects(Json.at(pod, "spec.volumes"))) {
      files(pod, volume, directories);
    }
    return directories;
  }

  private Path directory(ObjectNode pod, ObjectNode volume) throws NotYet, IOException {
    if (volume.has("persistentVolumeClaim")) {
      String name = Json.text(volume, "persistentVolumeClaim.claimName");
      ObjectNode claim =
          registry
              .find(KindCatalog.CLAIM, Json.text(pod, "metadata.namespace"), name)
              .orElseThrow(() -> new NotYet("persistentvolumeclaim \"" + name + "\" not found"));
      return Files.createDirectories(claimDirectory(claim));
    }
    return Files.createDirectories(
        podDirectory(pod).resolve("v").resolve(Json.text(volume, "name")));
  }

  private void files(ObjectNode pod, ObjectNode volume, Map<String, Path> directories)
      throws NotYet, IOException {
    Path into = directories.getOrDefault(Json.text(volume, "name"), root);
    ConfigFiles files =
        new ConfigFiles(registry, Json.text(pod, "metadata.namespace"), podPaths(pod, directories));
    if (volume.path("configMap") instanceof ObjectNode source) {
      files.configMap(Json.text(source, "name"), source, into);
    } else if (volume.path("secret") instanceof ObjectNode source) {
      files.secret(Json.text(source, "secretName"), source, into);
    }
    for (JsonNode part : Json.at(volume, "projected.sources")) {
      if (part.path("configMap") instanceof ObjectNode source) {
        files.configMap(Json.text(source, "name"), source, into);
      } else if (part.path("secret") instanceof ObjectNode source) {
        files.secret(Json.text(source, "name"), source, into);
      }
    }
  }

  private static PathMap podPaths(ObjectNode pod, Map<String, Path> directories) {
    Map<String, Path> mounts = new LinkedHashMap<>();
    for (ObjectNode container : Json.objects(Json.at(pod, "spec.containers"))) {
      mounts(container, directories).forEach(mounts::putIfAbsent);
    }
    return new PathMap(mounts);
  }

  private static Map<String, Path> mounts(ObjectNode container, Map<String, Path> directories) {
    Map<String, Path> mounts = new LinkedHashMap<>();
    for (ObjectNode mount : Json.objects(container.path("volumeMounts"))) {
      Path volume = directories.get(Json.text(mount, "name"));
      if (volume != null) {
        String sub = Json.text(mount, "subPath");
        mounts.put(Json.text(mount, "mountPath"), sub.isEmpty() ? volume : volume.resolve(sub));
      }
    }
    return mounts;
  }

  /**
   * Writes changed ConfigMaps and Secrets into a running pod, as the kubelet does after a while.
   */
  void refresh(ObjectNode pod, Map<String, Path> directories) {
    for (ObjectNode volume : Json.objects(Json.at(pod, "spec.volumes"))) {
      try {
        files(pod, volume, directories);
      } catch (NotYet | IOException gone) {
        // The source was deleted: a running pod keeps what it has.
      }
    }
  }

  /** Paths of a container: its mounts, {@code /tmp} and the image's own directories. */
  PathMap paths(ObjectNode container, Map<String, Path> volumes, Path scratch, Image image)
      throws IOException {
    Map<String, Path> mounts = new LinkedHashMap<>();
    for (String layer : image.layers()) {
      mounts.put(layer, Files.createDirectories(scratch.resolve("l" + layer)));
    }
    mounts.put("/tmp", Files.createDirectories(scratch.resolve("tmp")));
    Map<String, Path> mounted = mounts(container, volumes);
    for (String layer : image.layers()) {
      for (Map.Entry<String, Path> mount : mounted.entrySet()) {
        if (mount.getKey().startsWith(layer + "/")) {
          show(scratch.resolve("l" + mount.getKey()), mount.getValue());
        }
      }
    }
    mounts.putAll(mounted);
    return new PathMap(mounts);
  }

  /** A mount is seen in the image's folder around it too, as with {@code $HOME/data}. */
  private static void show(Path inLayer, Path volume) throws IOException {
    Files.createDirectories(inLayer.getParent());
    Files.deleteIfExists(inLayer);
    Files.createSymbolicLink(inLayer, volume);
  }
}
