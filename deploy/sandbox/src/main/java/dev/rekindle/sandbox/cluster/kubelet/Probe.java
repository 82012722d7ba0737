package dev.rekindle.sandbox.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.api.Pods;
import dev.rekindle.sandbox.cluster.object.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One probe of a container, asked on a thread of its own; counts successes and failures. */
final class Probe {
  private final JsonNode spec;
  private final String ip;
  private final Starter starter;
  private final AtomicBoolean busy = new AtomicBoolean();
  private Instant next;
  private int successes;
  private int failures;

  /** Runs a command in the probed container. */
  interface Starter {
    Execution start(List<String> command, Pods.Streams streams) throws IOException;
  }

  Probe(JsonNode spec, JsonNode container, String ip, Starter starter, Instant started) {
    this.spec = resolved(spec, container);
    this.ip = ip;
    this.starter = starter;
    this.next = started.plusSeconds(Json.number(spec, "initialDelaySeconds", 0));
  }

  /** Named ports become numbers. */
  private static JsonNode resolved(JsonNode spec, JsonNode container) {
    JsonNode copy = spec.deepCopy();
    for (String handler : new String[] {"tcpSocket", "httpGet"}) {
      String port = Json.text(copy, handler + ".port");
      if (!port.isEmpty() && !port.matches("\\d+")) {
        Json.objects(container.path("ports")).stream()
            .filter(p -> Json.text(p, "name").equals(port))
            .forEach(p -> ((ObjectNode) copy.path(handler)).set("port", p.path("containerPort")));
      }
    }
    return copy;
  }

  /** Asks when it is time; the answer counts when it comes. */
  void tick(Instant now) {
    if (!now.isBefore(next) && busy.compareAndSet(false, true)) {
      next = now.plusSeconds(Json.number(spec, "periodSeconds", 10));
      Thread.ofVirtual()
          .start(() -> {
            count(ask());
            busy.set(false);
          });
    }
  }

  private synchronized void count(boolean well) {
    successes = well ? successes + 1 : 0;
    failures = well ? 0 : failures + 1;
  }

  synchronized boolean passed() {
    return successes >= Json.number(spec, "successThreshold", 1);
  }

  synchronized boolean failed() {
    return failures >= Json.number(spec, "failureThreshold", 3);
  }

  private boolean ask() {
    Duration limit = Duration.ofSeconds(Math.max(1, Json.number(spec, "timeoutSeconds", 1)));
    try {
      if (spec.has("exec")) {
        return command(limit);
      }
      return spec.has("httpGet") ? http(limit) : tcp(limit);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean command(Duration limit) throws IOException, InterruptedException {
    OutputStream nowhere = OutputStream.nullOutputStream();
    var streams = new Pods.Streams(new ByteArrayInputStream(new byte[0]), nowhere, nowhere);
    Execution execution = starter.start(Json.texts(Json.at(spec, "exec.command")), streams);
    // Real nodes kill a probe at its limit; on a loaded machine three times as long is still an
    // answer.
    Instant end = Instant.now().plus(limit.multipliedBy(3));
    while (execution.running() && Instant.now().isBefore(end)) {
      Thread.sleep(10);
    }
    if (execution.running()) {
      execution.kill();
      return false;
    }
    return execution.exitCode() == 0;
  }

  private boolean tcp(Duration limit) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(ip, Json.number(spec, "tcpSocket.port", 0)),
          (int) limit.toMillis());
      return true;
    }
  }

  private boolean http(Duration limit) throws IOException {
    String path = Json.text(spec, "httpGet.path");
    URI uri =
        URI.create(
            "http://" + ip + ":" + Json.text(spec, "httpGet.port") + (path.isEmpty() ? "/" : path));
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) limit.toMillis());
    connection.setReadTimeout((int) limit.toMillis());
    for (JsonNode header : Json.at(spec, "httpGet.httpHeaders")) {
      connection.setRequestProperty(Json.text(header, "name"), Json.text(header, "value"));
    }
    int status = connection.getResponseCode();
    connection.disconnect();
    return status >= 200 && status < 400;
  }
}
