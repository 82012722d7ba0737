package dev.rekindle.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rekindle.sandbox.Installation;
import dev.rekindle.sandbox.backup.BackupTaker;
import dev.rekindle.sandbox.disaster.Disaster;
import dev.rekindle.sandbox.disaster.MoreWrites;
import dev.rekindle.sandbox.fingerprint.Comparison;
import dev.rekindle.sandbox.fingerprint.EffectCount;
import dev.rekindle.sandbox.fingerprint.Fingerprint;
import dev.rekindle.sandbox.fingerprint.FingerprintTaker;
import dev.rekindle.sandbox.server.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Takes orders on the loopback interface: POST {@code /backup}, {@code /fingerprint}, {@code
 * /compare}, {@code /still}, {@code /more-writes}, {@code /disaster}. Answers JSON; 500 with {@code
 * error} when an order failed.
 */
public final class ControlServer implements AutoCloseable {

  private static final DateTimeFormatter SET_NAME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Duration STILL_AT_MOST = Duration.ofMinutes(10);

  private static final Logger LOG = Logger.getLogger(ControlServer.class.getName());

  private final ObjectMapper json = new ObjectMapper();
  private final Installation installation;
  private final Path backups;
  private final HttpServer http;

  /** What an order does with its body. */
  private interface Order {
    ObjectNode carryOut(JsonNode body) throws Exception;
  }

  private ControlServer(Installation installation, Path backups) throws IOException {
    this.installation = installation;
    this.backups = backups;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    order("/backup", this::backup);
    order("/fingerprint", this::fingerprint);
    order("/compare", this::compare);
    order("/still", this::still);
    order("/effects", _ -> effects());
    order("/more-writes", _ -> lines(new MoreWrites(installation).write()));
    order("/disaster", _ -> lines(new Disaster(installation).strike()));
  }

  /**
   * Listens on a free port.
   *
   * @param backups folder in which each backup makes a set named by its time
   */
  public static ControlServer start(Installation installation, Path backups) throws IOException {
    ControlServer server = new ControlServer(installation, backups);
    server.http.start();
    return server;
  }

  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /**
   * With {@code file} in the body also the fingerprint of the same moment; with {@code routines}
   * false a dump without procedures.
   */
  private ObjectNode backup(JsonNode body) throws Exception {
    return installation.still(() -> backupAndFingerprint(body));
  }

  private ObjectNode backupAndFingerprint(JsonNode body) throws IOException {
    if (body.has("file")) {
      fingerprint(body);
    }
    return lines(
        new BackupTaker(installation)
            .take(
                backups.resolve(SET_NAME.format(Instant.now())),
                body.path("routines").asBoolean(true)));
  }

  /**
   * Takes a fingerprint and holds all writers still after it, until the file {@code until} is
   * there: what somebody else saves meanwhile can be compared exactly.
   */
  private ObjectNode still(JsonNode body) throws Exception {
    Path until = Path.of(body.path("until").asText());
    return installation.still(() -> {
      ObjectNode taken = fingerprint(body);
      Waiting.until("somebody to make " + until, STILL_AT_MOST, () -> Files.exists(until));
      return taken;
    });
  }

  private ObjectNode fingerprint(JsonNode body) {
    Fingerprint taken = new FingerprintTaker(installation.stores()).take();
    taken.write(file(body));
    return json.createObjectNode().put("things", taken.size());
  }

  private ObjectNode compare(JsonNode body) {
    Fingerprint expected = Fingerprint.read(file(body));
    Fingerprint actual = new FingerprintTaker(installation.stores()).take(expected);
    Comparison.Mode mode =
        Comparison.Mode.valueOf(body.path("mode").asText("final").toUpperCase(Locale.ROOT));
    Comparison comparison = Comparison.of(expected, actual, mode);
    ObjectNode answer =
        json.createObjectNode()
            .put("compared", comparison.compared())
            .put("lost", comparison.lost())
            .put("surplus", comparison.surplus());
    comparison
        .unexplained()
        .forEach(difference -> answer.withArray("/unexplained").add(difference.toString()));
    comparison.explained().stream()
        .collect(
            Collectors.groupingBy(
                e -> e.difference().store() + ", " + e.rule().name() + ": " + e.rule().reason(),
                TreeMap::new,
                Collectors.counting()))
        .forEach((rule, count) -> answer.withArray("/explained").add(count + " in " + rule));
    return answer;
  }

  /** What the imports did, counted in the databases; before any writer is up. */
  private ObjectNode effects() throws SQLException {
    ObjectNode answer = json.createObjectNode();
    try (Connection system = installation.stores().systemDatabase();
        Connection zync = installation.stores().zyncDatabase()) {
      add(answer, EffectCount.of(system, "system", Set.of()));
      add(answer, EffectCount.of(zync, "zync_production", Set.of("que_jobs", "que_lockers")));
    }
    return answer;
  }

  private static void add(ObjectNode answer, EffectCount.Counted counted) {
    answer.put("rows", answer.path("rows").asLong() + counted.rows());
    answer.put("chunks", answer.path("chunks").asLong() + counted.chunks());
    counted.tokens().forEach(answer.withArray("/tokens")::add);
    counted.wrong().forEach(answer.withArray("/wrong")::add);
  }

  private static Path file(JsonNode body) {
    String file = body.path("file").asText("");
    if (file.isEmpty()) {
      throw new IllegalArgumentException("The body names no 'file'");
    }
    return Path.of(file);
  }

  private ObjectNode lines(List<String> lines) {
    ObjectNode answer = json.createObjectNode();
    lines.forEach(answer.withArray("/lines")::add);
    return answer;
  }

  private void order(String path, Order order) {
    http.createContext(
        path,
        exchange -> {
          try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            answer(
                exchange,
                200,
                order.carryOut(body.length == 0 ? json.createObjectNode() : json.readTree(body)));
          } catch (Exception e) {
            LOG.log(Level.WARNING, "Order " + path + " failed", e);
            answer(exchange, 500, json.createObjectNode().put("error", String.valueOf(e)));
          }
        });
  }

  private void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
