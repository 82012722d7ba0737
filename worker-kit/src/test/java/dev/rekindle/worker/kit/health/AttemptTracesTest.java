package dev.rekindle.worker.kit.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.attempt.TraceParent;
import dev.rekindle.contract.stage.StageKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What a collector gets of an attempt. */
class AttemptTracesTest {

  @Test
  void a_span_lies_in_the_trace_of_the_restore_below_the_span_of_the_attempt() throws Exception {
    // Given
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    HttpServer collector = collector(body);
    AttemptRef attempt =
        new AttemptRef(
            new RestoreId(UUID.fromString("3f0c61b4-6c5e-4a7e-9d1a-0a1b2c3d4e5f")),
            new StageId("import-system"),
            2,
            4711);

    // When
    try (AttemptTraces traces =
        new AttemptTraces(
            "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces",
            "worker-db",
            "worker-db-1",
            Clock.systemUTC())) {
      traces.ended(attempt, StageKind.values()[0], "done", Duration.ofSeconds(3));
    }

    // Then
    byte[] sent = body.get(60, TimeUnit.SECONDS);
    collector.stop(0);
    assertThat(HexFormat.of().formatHex(sent))
        .contains("3f0c61b46c5e4a7e9d1a0a1b2c3d4e5f", TraceParent.span(attempt));
    assertThat(new String(sent, StandardCharsets.ISO_8859_1))
        .contains("worker-db-1", "import-system", StageKind.values()[0].wireName());
    assertThat(TraceParent.of(attempt))
        .isEqualTo("00-3f0c61b46c5e4a7e9d1a0a1b2c3d4e5f-" + TraceParent.span(attempt) + "-01");
  }

  private static HttpServer collector(CompletableFuture<byte[]> body) throws IOException {
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          byte[] sent = exchange.getRequestBody().readAllBytes();
          boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
          body.complete(
              zipped ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent);
        });
    collector.start();
    return collector;
  }
}
