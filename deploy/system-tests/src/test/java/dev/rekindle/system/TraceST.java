package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Service;
import dev.rekindle.system.stack.Stack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One restore is one trace, to which every process adds its spans. */
@Tag("long")
class TraceST {

  private static final List<String> SERVICES =
      List.of("rekindle-coordinator", "worker-db", "worker-k8s", "worker-redis");

  private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();
  private HttpServer collector;

  @TempDir Path home;

  @BeforeEach
  void begin() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          byte[] sent = exchange.getRequestBody().readAllBytes();
          boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          bodies.add(
              zipped ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void end() {
    collector.stop(0);
  }

  @Test
  void coordinator_and_workers_tell_a_collector_of_one_trace() {
    Path root = Path.of("").toAbsolutePath().getParent().getParent();
    String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces";
    try (Stack stack = new Stack(new Layout(root, home))) {
      // Given
      stack.startSandbox(1, 7);
      for (Service service : Service.values()) {
        String module = service == Service.COORDINATOR ? "coordinator" : "worker";
        stack.override(service, "rekindle." + module + ".trace.endpoint", endpoint);
      }
      stack.startServices();
      stack.sandbox().backup(home.resolve("fingerprint.json"));

      // When
      String id =
          stack
              .coordinator()
              .start(
                  new ObjectMapper()
                      .createObjectNode()
                      .put("application", "threescale")
                      .put("backupSet", "newest")
                      .put("mode", "dry-run")
                      .put("requestedBy", "test")
                      .put("reason", "trace"));

      // Then
      Await.until(
          Duration.ofMinutes(3),
          () -> "spans of all processes; there are those of " + tellers(id),
          () -> tellers(id).containsAll(SERVICES));
      assertThat(tellers(id)).containsExactlyInAnyOrderElementsOf(SERVICES);
    }
  }

  /** Names of the services that told something of the trace of the restore. */
  private Set<String> tellers(String restore) {
    String trace = restore.replace("-", "");
    Set<String> tellers = new TreeSet<>();
    for (byte[] body : bodies) {
      String text = new String(body, StandardCharsets.ISO_8859_1);
      if (HexFormat.of().formatHex(body).contains(trace)) {
        SERVICES.stream().filter(text::contains).forEach(tellers::add);
      }
    }
    return tellers;
  }
}
