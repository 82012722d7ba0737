package dev.rekindle.sandbox.threescale;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/** HTTP of simulated pods, on the pod's own address. */
final class Web implements AutoCloseable {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final HttpServer server;

  /** An answer to a request. */
  record Reply(int status, String body) {
    static Reply ok(String body) {
      return new Reply(200, body);
    }
  }

  /** Answers requests; what it throws becomes a 500. */
  interface Page {
    Reply answer(String query, String body, String authorization) throws Exception;
  }

  Web(String address, int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** A page that always answers 200. */
  Web fine(String... paths) {
    for (String path : paths) {
      page(path, (query, body, authorization) -> Reply.ok("ok"));
    }
    return this;
  }

  Web page(String path, Page page) {
    server.createContext(path, exchange -> answer(exchange, page));
    return this;
  }

  private static void answer(HttpExchange exchange, Page page) throws IOException {
    Reply reply;
    try (InputStream in = exchange.getRequestBody()) {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      String query = exchange.getRequestURI().getQuery();
      String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      reply =
          page.answer(query == null ? "" : query, body, authorization == null ? "" : authorization);
    } catch (Exception e) {
      reply = new Reply(500, String.valueOf(e));
    }
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(reply.status(), head || bytes.length == 0 ? -1 : bytes.length);
    if (!head && bytes.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
    exchange.close();
  }

  /** Asks another pod; status 0 when nobody answers. */
  static Reply ask(String method, String url, String body, String authorization)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(5))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (IOException e) {
      return new Reply(0, String.valueOf(e));
    }
  }

  /** Blocks until the container is stopped. */
  static int untilStopped() throws InterruptedException {
    Thread.sleep(Duration.ofDays(365));
    return 0;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
