package dev.rekindle.worker.redis.server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One connection that speaks the second version of the Redis protocol. Not thread-safe. */
public final class RespConnection implements AutoCloseable {

  private static final int LONGEST_LINE = 1 << 16;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private RespConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
  }

  /**
   * Connects.
   *
   * @param silence how long the server may say nothing before reads fail
   */
  public static RespConnection open(String host, int port, Duration silence) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.connect(new InetSocketAddress(host, port), 5_000);
      socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
      return new RespConnection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Connects through TLS and verifies the server's certificate.
   *
   * @param name what the certificate must be made out to
   */
  public static RespConnection openTls(
      String host, int port, Duration silence, SSLContext context, String name) throws IOException {
    Socket plain = new Socket();
    try {
      plain.setOption(StandardSocketOptions.TCP_NODELAY, true);
      plain.connect(new InetSocketAddress(host, port), 5_000);
      plain.setSoTimeout(Math.toIntExact(silence.toMillis()));
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new RespConnection(socket);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** Sends commands that are encoded already. */
  public void send(byte[] encoded, int length) throws IOException {
    out.write(encoded, 0, length);
    out.flush();
  }

  /** The next answer; errors come as {@link Reply.Failure}. */
  public Reply receive() throws IOException {
    return read();
  }

  /** Sends one command and waits for its answer; {@link RedisRefusal} when that is an error. */
  public Reply ask(String... command) throws IOException {
    return ask(bytes(command));
  }

  /** The same with arguments as bytes. */
  public Reply ask(List<byte[]> command) throws IOException {
    send(command);
    out.flush();
    Reply reply = read();
    if (reply instanceof Reply.Failure(String message)) {
      throw new RedisRefusal(message);
    }
    return reply;
  }

  /** Sends commands in one go; errors come as {@link Reply.Failure}. */
  public List<Reply> askAll(List<List<byte[]>> commands) throws IOException {
    for (List<byte[]> command : commands) {
      send(command);
    }
    out.flush();
    List<Reply> replies = new ArrayList<>();
    for (int n = 0; n < commands.size(); n++) {
      replies.add(read());
    }
    return replies;
  }

  /**
   * Asks the server for a snapshot of all it holds, as {@code redis-cli --rdb} does: the server
   * takes it now and sends it. The connection serves for nothing else afterwards. Read to the end.
   */
  public InputStream snapshot() throws IOException {
    send(bytes("SYNC"));
    out.flush();
    String line = line();
    // Keep-alive while the server writes the snapshot.
    while (line.isEmpty()) {
      line = line();
    }
    if (line.startsWith("-")) {
      throw new RedisRefusal(line.substring(1));
    }
    if (!line.startsWith("$")) {
      throw new IOException("The server answered SYNC with something else than a snapshot");
    }
    return line.startsWith("$EOF:")
        ? new MarkedStream(in, line.substring(5).getBytes(StandardCharsets.US_ASCII))
        : new BoundedStream(in, Long.parseLong(line.substring(1)));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is lost: every answer that matters was read before.
    }
  }

  private void send(List<byte[]> command) throws IOException {
    out.write(("*" + command.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (byte[] argument : command) {
      out.write(("$" + argument.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(argument);
      out.write('\r');
      out.write('\n');
    }
  }

  private Reply read() throws IOException {
    String line = line();
    String rest = line.isEmpty() ? "" : line.substring(1);
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> new Reply.Text(rest.getBytes(StandardCharsets.UTF_8));
      case '-' -> new Reply.Failure(rest);
      case ':' -> new Reply.Count(Long.parseLong(rest));
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> many(Integer.parseInt(rest));
      default -> throw new IOException("The server does not speak the Redis protocol");
    };
  }

  private Reply bulk(int length) throws IOException {
    if (length < 0) {
      return new Reply.Nothing();
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length || in.skip(2) < 2) {
      throw new EOFException("The connection ended within an answer");
    }
    return new Reply.Text(bytes);
  }

  private Reply many(int count) throws IOException {
    if (count < 0) {
      return new Reply.Nothing();
    }
    List<Reply> items = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      items.add(read());
    }
    return new Reply.Many(items);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The server closed the connection");
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("The server does not speak the Redis protocol");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  static List<byte[]> bytes(String... words) {
    List<byte[]> command = new ArrayList<>();
    for (String word : words) {
      command.add(word.getBytes(StandardCharsets.UTF_8));
    }
    return command;
  }
}
