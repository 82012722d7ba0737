package dev.rekindle.system.bench;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.contract.codec.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes the catalogue of a benchmark: a plan that is one chain of stages, and its applications.
 */
record BenchPlan(int stages, int applications, List<String> clusters) {

  static final String STORE = "bench";
  static final String SET = "nothing";

  /** Name of the application with this number. */
  static String application(int number) {
    return "bench-" + number;
  }

  void write(Path catalog, Path backups) {
    try {
      Files.createDirectories(catalog.resolve("plans"));
      Files.writeString(catalog.resolve("plans/bench.yaml"), plan());
      Files.writeString(catalog.resolve("applications.yaml"), applicationList());
      Path set = Files.createDirectories(backups.resolve(SET));
      Files.write(set.resolve(BackupManifest.FILE_NAME), new MessageCodec().encode(manifest()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the benchmark's catalogue", e);
    }
  }

  /** A set must hold something; no stage of the benchmark reads it. */
  private static BackupManifest manifest() {
    ArtifactPin pin = new ArtifactPin("nothing", ArtifactFormat.RDB, "0".repeat(64), 0);
    return new BackupManifest(
        1,
        Instant.now(),
        List.of(new BackupArtifact("nothing", pin, Instant.now(), "", "", Map.of())));
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
                  STORE));
    }
    return yaml.toString();
  }
}
