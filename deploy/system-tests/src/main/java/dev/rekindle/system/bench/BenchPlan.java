package dev.rekindle.system.bench;

import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the catalogue of a benchmark: a plan that is one chain of stages, and its applications.
 */
record BenchPlan(int stages, int applications, List<String> clusters) {

  /** Name of the application with this number. */
  static String application(int number) {
    return "bench-" + number;
  }

  void write(Layout layout) {
    Path catalog = BenchFiles.catalog(layout);
    try {
      Files.createDirectories(catalog.resolve("plans"));
      Files.writeString(catalog.resolve("plans/bench.yaml"), plan());
      Files.writeString(catalog.resolve("applications.yaml"), applicationList());
      BenchFiles.writeSet(layout);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the benchmark's catalogue", e);
    }
  }

  String plan() {
    StringBuilder yaml =
        new StringBuilder(
            """
            name: bench
            version: "1"
            description: a chain of stages that do nothing
            rto: PT1M
            stages:
            """);
    for (int stage = 1; stage <= stages; stage++) {
      yaml.append(
          """
            - id: stage-%d
              kind: k8s.start
              needs: [%s]
              workloads: [deployment/nothing]
          """
              .formatted(stage, stage == 1 ? "" : "stage-" + (stage - 1)));
    }
    return yaml.toString();
  }

  private String applicationList() {
    StringBuilder yaml =
        new StringBuilder("clusters: " + clusters + System.lineSeparator() + "applications:\n");
    for (int number = 1; number <= applications; number++) {
      yaml.append(
          "  - {name: %s, cluster: %s, namespace: %s, plan: bench, store: %s}%n"
              .formatted(
                  application(number),
                  clusters.get(number % clusters.size()),
                  application(number),
                  BenchFiles.STORE));
    }
    return yaml.toString();
  }
}
