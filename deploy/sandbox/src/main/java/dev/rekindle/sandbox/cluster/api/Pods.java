package dev.rekindle.sandbox.cluster.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What the API server needs from the node: logs, commands and addresses of running containers. */
public interface Pods {
  /**
   * Everything a container has written, of the running or of the one before; empty when it never
   * ran.
   */
  Optional<byte[]> log(PodContainer container, boolean previous);

  /** Where a port of a pod can be reached. */
  Optional<InetSocketAddress> address(String namespace, String pod, int port);

  /** Whether the container runs now. */
  boolean running(PodContainer container);

  /**
   * Runs a command in a running container.
   *
   * @throws IOException when the command cannot be started: not there, not executable
   */
  Command exec(PodContainer container, List<String> command, Streams streams) throws IOException;

  /** A container of a pod. */
  record PodContainer(String namespace, String pod, String container) {}

  /** The ends of a command; the streams are read and closed by the command's side. */
  record Streams(InputStream in, OutputStream out, OutputStream err) {}

  /** A command in a container. */
  interface Command {
    /** Blocks; 128 + signal when it was killed. All output has been written when it returns. */
    int waitFor() throws InterruptedException;
  }

  /** A cluster without a node. */
  static Pods none() {
    return new Pods() {
      @Override
      public Optional<byte[]> log(PodContainer container, boolean previous) {
        return Optional.empty();
      }

      @Override
      public Optional<InetSocketAddress> address(String namespace, String pod, int port) {
        return Optional.empty();
      }

      @Override
      public boolean running(PodContainer container) {
        return false;
      }

      @Override
      public Command exec(PodContainer container, List<String> command, Streams streams)
          throws IOException {
        throw new IOException("no node");
      }
    };
  }
}
