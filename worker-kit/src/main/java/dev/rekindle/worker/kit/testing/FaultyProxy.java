package dev.rekindle.worker.kit.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Stands on loopback before an HTTP server and fails as networks and servers do, request by
 * request. A connection carries one request; upgraded ones (web sockets) are passed on as they are.
 */
public final class FaultyProxy implements AutoCloseable {

  /** Method and path of one request, the query with it. */
  public record Request(String method, String path) {}

  /** What becomes of a request. */
  public sealed interface Fate {

    /** It is answered by the server. */
    record Pass() implements Fate {}

    /** The connection breaks before the server has seen it. */
    record CutBefore() implements Fate {}

    /** The server does it, and the connection breaks before the answer. */
    record CutAfter() implements Fate {}

    /** The server never sees it. */
    record Answer(int status, Map<String, String> headers, String body) implements Fate {
      public Answer {
        headers = Map.copyOf(headers);
      }
    }
  }

  private final ServerSocket socket;
  private final int target;
  private final Function<Request, Fate> judge;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * @param target port of the server on loopback
   * @param judge decides on each request; called from many threads
   */
  public FaultyProxy(int target, Function<Request, Fate> judge) {
    this.target = target;
    this.judge = judge;
    try {
      this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("faulty-proxy").start(this::accept);
  }

  /** {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** Breaks every connection that is open now, without a word. */
  public void breakConnections() {
    open.forEach(FaultyProxy::shut);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      Optional<Head> read = Head.read(in);
      if (read.isEmpty()) {
        return;
      }
      Head head = read.get();
      byte[] body = in.readNBytes(head.length());
      switch (judge.apply(head.request())) {
        case Fate.Pass _ -> forward(head, body, client, in, client.getOutputStream());
        case Fate.CutBefore _ -> {}
        case Fate.CutAfter _ -> forward(head, body, client, in, OutputStream.nullOutputStream());
        case Fate.Answer answer -> client.getOutputStream().write(bytes(answer));
      }
    } catch (IOException e) {
      // A broken connection is what this is for.
    } finally {
      open.remove(client);
    }
  }

  private void forward(Head head, byte[] body, Socket client, InputStream in, OutputStream out)
      throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(server);
      server.getOutputStream().write(head.bytes());
      server.getOutputStream().write(body);
      if (head.upgrades()) {
        Thread.ofVirtual().start(() -> pump(in, server, client));
      }
      server.getInputStream().transferTo(out);
      out.flush();
      open.remove(server);
    }
  }

  private static void pump(InputStream in, Socket server, Socket client) {
    try {
      in.transferTo(server.getOutputStream());
    } catch (IOException e) {
      shut(client);
    }
    shut(server);
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed, then.
    }
  }

  private static byte[] bytes(Fate.Answer answer) {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Injected\r\n");
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    breakConnections();
  }

  /** A request without its body. */
  private record Head(List<String> lines) {

    private static final int LONGEST = 1 << 20;

    static Optional<Head> read(InputStream in) throws IOException {
      StringBuilder text = new StringBuilder();
      while (text.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0 || text.length() > LONGEST) {
          return Optional.empty();
        }
        text.append((char) next);
      }
      return Optional.of(new Head(text.toString().strip().lines().toList()));
    }

    Request request() {
      String[] parts = lines.getFirst().split(" ", 3);
      return new Request(parts[0], parts[1]);
    }

    private Optional<String> header(String name) {
      return lines.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }

    int length() {
      if (header("transfer-encoding").isPresent()) {
        throw new IllegalStateException("Chunked requests are not passed on: " + request());
      }
      return header("content-length").map(Integer::parseInt).orElse(0);
    }

    boolean upgrades() {
      return header("upgrade").isPresent();
    }

    /** With the wish that the connection ends with the answer. */
    byte[] bytes() {
      StringBuilder text = new StringBuilder();
      lines.stream()
          .filter(line -> upgrades() || !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
          .forEach(line -> text.append(line).append("\r\n"));
      text.append(upgrades() ? "\r\n" : "Connection: close\r\n\r\n");
      return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
