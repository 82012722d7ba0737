package dev.rekindle.coordinator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.TraceParent;
import dev.rekindle.coordinator.exchange.FactSubscriber;
import dev.rekindle.coordinator.journal.FactCodec;
import dev.rekindle.coordinator.restore.RestoreFact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector gets of a restore that ran. */
class RestoreTracesTest {

  private static final Path KILLED =
      Path.of("src/test/resources/histories/0.1.0/killed/facts.jsonl");

  private final AtomicReference<byte[]> body = new AtomicReference<>(new byte[0]);
  private final AtomicInteger answer = new AtomicInteger(200);
  private HttpServer collector;
  private List<RestoreFact> facts;
  private RestoreId restore;

  @BeforeEach
  void begin() throws IOException {
    FactCodec codec = new FactCodec();
    facts = Files.readAllLines(KILLED).stream().map(codec::decode).toList();
    restore = ((RestoreFact.RestoreStarted) facts.getFirst()).restore();
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          byte[] sent = exchange.getRequestBody().readAllBytes();
          boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          body.set(
              zipped ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent);
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void end() {
    collector.stop(0);
  }

  @Test
  void an_ended_restore_is_one_trace_with_a_span_for_each_attempt_under_the_id_commands_carry() {
    // Given
    Set<AttemptRef> attempts =
        facts.stream()
            .filter(fact ->
                fact instanceof RestoreFact.CheckDispatched
                    || fact instanceof RestoreFact.StageDispatched)
            .map(fact -> ((RestoreFact.OfAttempt) fact).attempt())
            .collect(Collectors.toSet());

    // When
    FactSubscriber.Heard heard = traces().hear(told(facts.getLast()));

    // Then
    assertThat(heard).isEqualTo(FactSubscriber.Heard.DONE);
    assertThat(attempts).hasSizeGreaterThan(20);
    assertThat(count(TraceParent.trace(restore))).isEqualTo(attempts.size() + 1);
    assertThat(attempts).allMatch(attempt -> count(TraceParent.span(attempt)) >= 1);
    assertThat(new String(body.get(), StandardCharsets.ISO_8859_1))
        .contains("rekindle-coordinator", "restore threescale");
  }

  @Test
  void nothing_is_sent_before_the_end_and_a_collector_that_is_away_is_tried_again() {
    assertThat(traces().hear(told(facts.getFirst()))).isEqualTo(FactSubscriber.Heard.DONE);
    assertThat(body.get()).isEmpty();

    answer.set(400);

    assertThat(traces().hear(told(facts.getLast()))).isEqualTo(FactSubscriber.Heard.LATER);
  }

  private RestoreTraces traces() {
    Instant end = facts.getLast().at();
    return new RestoreTraces(
        _ -> facts,
        new SpanSender("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces"),
        InstantSource.fixed(end));
  }

  private FactSubscriber.Told told(RestoreFact fact) {
    return new FactSubscriber.Told(restore, 1, fact.getClass().getSimpleName(), fact.at(), "{}");
  }

  /** How often the bytes of an id are in what the collector got. */
  private int count(String id) {
    String all = HexFormat.of().formatHex(body.get());
    return all.split(id, -1).length - 1;
  }
}
