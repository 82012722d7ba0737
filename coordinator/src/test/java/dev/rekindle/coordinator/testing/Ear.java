package dev.rekindle.coordinator.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that hears notifications, and refuses as many as it is told to. */
public final class Ear implements AutoCloseable {

  /** What came: the answer it got, its authorization and its body. */
  public record Heard(int status, String authorization, String body) {}

  private final HttpServer server;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  public Ear() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          int status = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 503 : 204;
          heard.add(
              new Heard(
                  status,
                  String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                  body));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/secret-hook";
  }

  /** The next ones are answered with 503. */
  public void refuse(int times) {
    refusals.set(times);
  }

  public List<Heard> heard() {
    return heard;
  }

  /** Bodies that were taken. */
  public List<String> taken() {
    return heard.stream().filter(one -> one.status() == 204).map(Heard::body).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
