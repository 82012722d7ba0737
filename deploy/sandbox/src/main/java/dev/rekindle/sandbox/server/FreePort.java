package dev.rekindle.sandbox.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ports for servers: free when asked for, and the same again when a server restarts. */
public final class FreePort {

  private FreePort() {}

  /** A port nobody listens on now, on 127.0.0.1. */
  public static int find() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port on loopback", e);
    }
  }

  /**
   * The port written in {@code file}, or a free one that is then written there: clients of a killed
   * server find it again where it was.
   */
  public static int remembered(Path file) {
    try {
      if (Files.exists(file)) {
        return Integer.parseInt(Files.readString(file).strip());
      }
      int port = find();
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, Integer.toString(port));
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the port in " + file, e);
    }
  }
}
