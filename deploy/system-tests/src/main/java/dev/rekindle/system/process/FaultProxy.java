package dev.rekindle.system.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire between clients and a server that can be cut, in several ways. */
public final class FaultProxy implements AutoCloseable {

  /** What a cut looks like from its ends. */
  public enum Cut {
    /** Nothing passes, and nobody is told; what waited passes when the wire is healed. */
    SILENT,
    /** Both ends are told at once, and whoever connects is turned away. */
    RESET,
    /**
     * The server forgets its clients, who are told nothing and wait on, also when the wire is
     * healed; new connections pass then.
     */
    HALF_OPEN
  }

  /** The two ends of one connection. */
  private record Line(Socket client, Socket server) {}

  private final InetSocketAddress target;
  private final ServerSocket door;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
  private final Object wire = new Object();
  private boolean silent;
  private volatile boolean refusing;

  /** Listens on a free port of the loopback, for a server on another. */
  public FaultProxy(int targetPort) {
    target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("fault-proxy").start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** From now on nothing passes. */
  public void cut(Cut how) {
    switch (how) {
      case SILENT -> hush(true);
      case RESET -> {
        refusing = true;
        lines.forEach(line -> end(line, line.client()));
      }
      case HALF_OPEN -> {
        hush(true);
        lines.forEach(line -> {
          forgotten.add(line.client());
          end(line, line.server());
        });
      }
    }
  }

  /** New connections pass, and what waited does. */
  public void heal() {
    refusing = false;
    hush(false);
  }

  private void hush(boolean quiet) {
    synchronized (wire) {
      silent = quiet;
      wire.notifyAll();
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> join(new Line(client, new Socket())));
      } catch (IOException e) {
        // Closed, or one connection that failed: the door stays open for others.
      }
    }
  }

  private void join(Line line) {
    lines.add(line);
    try {
      awaitWhole();
      if (refusing) {
        throw new SocketException("The wire is cut");
      }
      line.server().connect(target, 5_000);
      Thread.ofVirtual().start(() -> pump(line, line.client(), line.server()));
      pump(line, line.server(), line.client());
    } catch (IOException e) {
      end(line, line.client());
    }
  }

  private void pump(Line line, Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitWhole();
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // One side is gone; so is the other now.
    } finally {
      end(line, line.client());
    }
  }

  private void awaitWhole() throws IOException {
    synchronized (wire) {
      try {
        while (silent) {
          wire.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted", e);
      }
    }
  }

  /**
   * Ends a connection; a client that was forgotten is not told.
   *
   * @param abruptly the end that is reset rather than closed
   */
  private void end(Line line, Socket abruptly) {
    lines.remove(line);
    try {
      if (!abruptly.isClosed()) {
        abruptly.setSoLinger(true, 0);
      }
    } catch (SocketException e) {
      // It is closed already.
    }
    close(line.server());
    if (!forgotten.contains(line.client())) {
      close(line.client());
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  @Override
  public void close() {
    heal();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines.forEach(line -> end(line, line.client()));
    forgotten.forEach(FaultProxy::close);
  }
}
