package dev.rekindle.system.bench.people;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.process.ChildProcess;
import dev.rekindle.system.process.FreePort;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Programs;
import dev.rekindle.system.stack.SandboxDescription;
import dev.rekindle.system.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A coordinator with broker and journal as in production (fsync on), and nobody who works. */
final class LoneCoordinator implements AutoCloseable {

  static final String SET = "nothing";
  private static final String STORE = "bench";

  private final Layout layout;
  private final List<ChildProcess> processes = new ArrayList<>();
  private final ChildProcess process;
  private final String url;

  /**
   * Starts it.
   *
   * @param catalog files by name
   */
  LoneCoordinator(Layout layout, Map<String, String> catalog) {
    this.layout = layout;
    url = "http://127.0.0.1:" + FreePort.find();
    try {
      write(catalog);
      process = start(new Programs(layout));
    } catch (IOException e) {
      throw new UncheckedIOException("The benchmark's files cannot be written", e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private ChildProcess start(Programs programs) throws IOException {
    ChildProcess sandbox = programs.sandbox("servers", List.of());
    processes.add(sandbox);
    programs.awaitDescribed(sandbox);
    Path settings = settings(SandboxDescription.readServers(layout.sandboxDescription()));
    ChildProcess started =
        programs.service(Service.COORDINATOR, "coordinator", settings, List.of("-Xmx512m"));
    processes.add(started);
    Programs.awaitReady(started, url);
    return started;
  }

  /** Lines of {@code applications.yaml}, each application in a namespace of its own. */
  static String applications(int count) {
    StringBuilder yaml = new StringBuilder("clusters: [bench]\napplications:\n");
    for (int i = 1; i <= count; i++) {
      yaml.append(
          "  - {name: bench-%1$d, cluster: bench, namespace: bench-%1$d, plan: bench, store: %2$s}%n"
              .formatted(i, STORE));
    }
    return yaml.toString();
  }

  CoordinatorApi api() {
    return new CoordinatorApi(url);
  }

  String url() {
    return url;
  }

  ChildProcess process() {
    return process;
  }

  private void write(Map<String, String> catalog) throws IOException {
    for (Map.Entry<String, String> file : catalog.entrySet()) {
      Path path = catalog().resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    Path set = Files.createDirectories(layout.backups().resolve(SET));
    ArtifactPin pin = new ArtifactPin(SET, ArtifactFormat.RDB, "0".repeat(64), 0);
    BackupManifest manifest =
        new BackupManifest(
            1,
            Instant.now(),
            List.of(new BackupArtifact(SET, pin, Instant.now(), "", "", Map.of())));
    Files.write(set.resolve(BackupManifest.FILE_NAME), new MessageCodec().encode(manifest));
  }

  private Path settings(SandboxDescription.Servers servers) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("quarkus.http.port", Integer.toString(URI.create(url).getPort()));
    settings.put("kafka.bootstrap.servers", servers.broker());
    settings.put("quarkus.datasource.jdbc.url", servers.journalUrl());
    settings.put("quarkus.datasource.username", servers.journalUser());
    settings.put("quarkus.datasource.password", servers.journalPassword());
    settings.put("rekindle.coordinator.catalog.directory", catalog().toString());
    settings.put(
        "rekindle.coordinator.artifact.stores." + STORE + ".directory",
        layout.backups().toString());
    StringBuilder text = new StringBuilder();
    settings.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return Files.writeString(layout.home().resolve("coordinator.properties"), text);
  }

  private Path catalog() {
    return layout.home().resolve("catalog");
  }

  @Override
  public void close() {
    processes.reversed().forEach(child -> child.stop(Duration.ofSeconds(10)));
    layout.delete();
  }
}
