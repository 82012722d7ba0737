package dev.rekindle.system.bench.people;

import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.bench.BenchFiles;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A coordinator with broker and journal as in production (fsync on), and no workers of its own. */
final class LoneCoordinator implements AutoCloseable {

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

  private ChildProcess start(Programs programs) {
    ChildProcess sandbox = programs.sandbox("servers", List.of());
    processes.add(sandbox);
    programs.awaitDescribed(sandbox);
    Path settings =
        BenchFiles.writeSettings(
            layout,
            SandboxDescription.readServers(layout.sandboxDescription()),
            URI.create(url).getPort());
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
              .formatted(i, BenchFiles.STORE));
    }
    return yaml.toString();
  }

  /** Starts a restore of the first application; answers its identifier. */
  String startRestore(String reason) {
    return api()
        .start(
            CoordinatorApi.object()
                .put("application", "bench-1")
                .put("backupSet", BenchFiles.SET)
                .put("requestedBy", "bench")
                .put("reason", reason));
  }

  CoordinatorApi api() {
    return new CoordinatorApi(url);
  }

  String url() {
    return url;
  }

  String broker() {
    return SandboxDescription.readServers(layout.sandboxDescription()).broker();
  }

  ChildProcess process() {
    return process;
  }

  private void write(Map<String, String> catalog) throws IOException {
    for (Map.Entry<String, String> file : catalog.entrySet()) {
      Path path = BenchFiles.catalog(layout).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    BenchFiles.writeSet(layout);
  }

  @Override
  public void close() {
    processes.reversed().forEach(child -> child.stop(Duration.ofSeconds(10)));
    layout.delete();
  }
}
