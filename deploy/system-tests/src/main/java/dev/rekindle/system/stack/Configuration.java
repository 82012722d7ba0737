package dev.rekindle.system.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the settings of coordinator and workers for one machine: short leases, so that a kill is
 * noticed in seconds.
 */
final class Configuration {

  /** Name of the one artefact store. */
  static final String STORE = "backups";

  /** The setting that names a worker. */
  static final String INSTANCE = "rekindle.worker.instance";

  private final Layout layout;
  private final SandboxDescription sandbox;

  Configuration(Layout layout, SandboxDescription sandbox) {
    this.layout = layout;
    this.sandbox = sandbox;
  }

  /**
   * The settings file of one service, written anew.
   *
   * @param process name of its process
   * @param overrides settings instead of the usual ones
   */
  Path of(Service service, String process, int port, Map<String, String> overrides) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.put("quarkus.http.port", Integer.toString(port));
    settings.put("kafka.bootstrap.servers", sandbox.broker());
    switch (service) {
      case COORDINATOR -> coordinator(settings);
      case WORKER_DB, WORKER_REDIS, WORKER_K8S -> worker(settings, service);
    }
    settings.putAll(overrides);
    return write(process + ".properties", settings);
  }

  private void coordinator(Map<String, String> settings) {
    settings.put("quarkus.datasource.jdbc.url", sandbox.journalUrl());
    settings.put("quarkus.datasource.username", sandbox.journalUser());
    settings.put("quarkus.datasource.password", sandbox.journalPassword());
    settings.put(
        "rekindle.coordinator.catalog.directory", layout.home().resolve("catalog").toString());
    settings.put(
        "rekindle.coordinator.artifact.stores." + STORE + ".directory",
        layout.backups().toString());
    settings.put("rekindle.coordinator.lease.length", "PT6S");
    settings.put("rekindle.coordinator.dispatch.answer-limit", "PT8S");
    catalog();
  }

  private void worker(Map<String, String> settings, Service service) {
    String cluster = sandbox.cluster();
    settings.put(INSTANCE, service.label() + "-" + cluster);
    settings.put("rekindle.worker.clusters", cluster);
    // Each worker is the account that it is on a real cluster, with the Role that its plan needs.
    settings.put(
        "rekindle.worker.cluster." + cluster + ".kubeconfig",
        sandbox.kubeconfig() + "." + service.label());
    settings.put("rekindle.worker.cluster." + cluster + ".access", "direct");
    settings.put(
        "rekindle.worker.artifact.stores." + STORE + ".directory", layout.backups().toString());
  }

  private void catalog() {
    Path catalog = layout.home().resolve("catalog");
    text(
        catalog.resolve("applications.yaml"),
        """
        clusters: [%1$s]
        applications:
          - name: threescale
            cluster: %1$s
            namespace: %2$s
            plan: threescale
            store: %3$s
            # The disaster scales both to 0, and no other place tells their counts.
            parameters: {sidekiqReplicas: "2", workerReplicas: "2"}
        """
            .formatted(sandbox.cluster(), sandbox.namespace(), STORE));
    text(
        catalog.resolve("policies.yaml"),
        """
        policies:
          - name: threescale-portal-down
            match: ['alertname="ThreescaleSystemApp5XXRequestsHigh"', 'namespace="%s"']
            application: threescale
            backup: newest
            approval: required
            # This installation is broken and restored again and again.
            cooldown: PT0S
            # The demo compares the data before anybody writes.
            pauseBefore: [seen-ids, quarantine-backend, quarantine-system]
        """
            .formatted(sandbox.namespace()));
  }

  private Path write(String name, Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    Path file = layout.run().resolve(name);
    text(file, text.toString());
    return file;
  }

  /** Readable by the owner only: the journal's password is among the settings. */
  private static void text(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
