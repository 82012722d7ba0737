package dev.rekindle.worker.k8s.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of kustomize, read without kubectl: its resources as they are written. */
record Kustomization(Path folder, Map<?, ?> content) {

  static Kustomization of(Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve("kustomization.yaml"))) {
      return new Kustomization(folder, Serialization.unmarshal(in, Map.class));
    }
  }

  private List<Path> named(String field) {
    return content.get(field) instanceof List<?> names
        ? names.stream().map(name -> folder.resolve(name.toString()).normalize()).toList()
        : List.of();
  }

  List<Path> resources() {
    return named("resources");
  }

  /** Files of the ConfigMaps it makes. */
  List<Path> settings() {
    List<Path> files = new ArrayList<>();
    if (content.get("configMapGenerator") instanceof List<?> maps) {
      for (Object map : maps) {
        ((List<?>) ((Map<?, ?>) map).get("files"))
            .forEach(name -> files.add(folder.resolve(name.toString())));
      }
    }
    return files;
  }

  /** This one and all it includes. */
  List<Kustomization> all() throws IOException {
    List<Kustomization> all = new ArrayList<>(List.of(this));
    for (Path resource : resources()) {
      if (Files.isDirectory(resource)) {
        all.addAll(of(resource).all());
      }
    }
    return all;
  }

  /** Every object, with the namespace it will have. */
  List<HasMetadata> objects(KubernetesClient client) throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    for (Kustomization part : all()) {
      for (Path file : part.resources()) {
        if (Files.isRegularFile(file)) {
          try (InputStream in = Files.newInputStream(file)) {
            client.load(in).items().forEach(object -> objects.add(part.placed(object)));
          }
        }
      }
    }
    return objects;
  }

  private HasMetadata placed(HasMetadata object) {
    if (content.get("namespace") instanceof String namespace
        && !object.getKind().equals("Namespace")) {
      object.getMetadata().setNamespace(namespace);
    }
    return object;
  }

  /** All files of a tree. */
  static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(Path::normalize).toList();
    }
  }
}
