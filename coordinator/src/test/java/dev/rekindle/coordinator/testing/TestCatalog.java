package dev.rekindle.coordinator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A catalogue with small applications, a small plan, a policy and one backup set. */
final class TestCatalog implements AutoCloseable {

  private final Path root;

  TestCatalog() {
    try {
      root = Files.createTempDirectory("rekindle-catalog");
      write(
          "catalog/applications.yaml",
          """
          clusters: [east, north, west]
          applications:
            - {name: shop, cluster: east, namespace: shop, plan: small, store: main}
            - {name: desk, cluster: east, namespace: desk, plan: small, store: main}
            - {name: kiosk, cluster: west, namespace: kiosk, plan: small, store: main}
            - {name: ghost, cluster: south, namespace: ghost, plan: small, store: main}
            - {name: till, cluster: west, namespace: till, plan: small, store: main}
            - {name: booth, cluster: west, namespace: booth, plan: small, store: main}
            - {name: stall, cluster: north, namespace: stall, plan: small, store: main}
            - {name: stand, cluster: north, namespace: stand, plan: small, store: main}
            - {name: bell, cluster: west, namespace: bell, plan: small, store: main}
            - {name: vault, cluster: east, namespace: vault, plan: safe, store: main, parameters: {size: "7"}}
          """);
      write(
          "catalog/plans/small.yaml",
          """
          name: small
          description: Two stages
          rto: PT5M
          stages:
            - {id: fence, kind: k8s.fence, lease: "rekindle-${application}"}
            - {id: quiesce, kind: k8s.quiesce, workloads: [deployment/web], needs: [fence]}
          """);
      write(
          "catalog/plans/safe.yaml",
          """
          name: safe
          parameters: {size: {description: of the vault}}
          stages:
            - {id: fence, kind: k8s.fence, lease: "rekindle-${application}-${size}"}
          """);
      write(
          "catalog/plans/save.yaml",
          """
          name: save
          stages:
            - id: objects
              kind: k8s.save-objects
              policy: REQUIRED
              objects: [{apiVersion: v1, kind: Secret, name: web}]
            - {id: seal, kind: k8s.seal-backup, needs: [objects], artifacts: [object-web], lease: "rekindle-${application}"}
          """);
      write(
          "catalog/plans/cycle.yaml",
          """
          name: cycle
          stages:
            - {id: a, kind: k8s.quiesce, workloads: [deployment/web], needs: [b]}
            - {id: b, kind: k8s.quiesce, workloads: [deployment/web], needs: [a]}
          """);
      write(
          "catalog/plans/dance.yaml",
          """
          name: dance
          stages:
            - {id: a, kind: k8s.dance}
          """);
      write(
          "catalog/plans/alias.yaml",
          """
          name: other
          stages:
            - {id: a, kind: k8s.quiesce, workloads: [deployment/web]}
          """);
      write(
          "catalog/policies.yaml",
          """
          policies:
            - name: till-down
              match: ['alertname="TillDown"', 'severity=~"critical|page"']
              application: till
              cooldown: 10m
            - name: booth-down
              match: ['alertname="BoothDown"']
              application: booth
              holdDown: 2s
              onResolved: cancel
            - name: stall-down
              match: ['alertname="StallDown"']
              application: stall
              approval: none
              cooldown: 0s
              complete: whenResolved
              resolveWithin: 4s
            - name: vault-down
              match: ['alertname="VaultDown"']
              application: vault
            - name: attic-down
              match: ['alertname="AtticDown"']
              application: booth
              backup: {verified: true}
          """);
      write(
          "catalog/access.yaml",
          """
          groups:
            sre: [operator, "approver:desk"]
          """);
      write(
          "catalog/notifications.yaml",
          """
          notifications:
            - name: bell
              format: cloudevents
              urlFile: %s
              on: [started, cancelled]
              applications: [bell]
          """
              .formatted(root.resolve("catalog/bell-url")));
      write("store/monday/data.rdb", "not a real one");
      write(
          "store/monday/rekindle-backup.json",
          """
          {"version": 1, "createdAt": "2026-11-21T02:00:00Z", "artifacts": [
            {"name": "data", "pin": {"path": "data.rdb", "format": "rdb", "sha256": "ab", "bytes": 14},
             "capturedAt": "2026-11-21T01:00:00Z", "tool": "", "serverVersion": "", "counts": {}}]}
          """);
      write("store/unindexed/data.rdb", "no manifest here");
      write(
          "store/unsealed/data.rdb.rekindle-artifact.json",
          """
          {"name": "data", "pin": {"path": "data.rdb", "format": "rdb", "sha256": "ab", "bytes": 14},
           "capturedAt": "2026-11-22T01:00:00Z", "tool": "", "serverVersion": "", "counts": {}}
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String catalog() {
    return root.resolve("catalog").toString();
  }

  String store() {
    return root.resolve("store").toString();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
