package dev.rekindle.system.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire between two processes that can be cut: then nothing passes in either direction, and new
 * connections get no further than the door, while nobody is told that anything ended.
 */
public final class FaultProxy implements AutoCloseable {

  private final InetSocketAddress target;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object wire = new Object();
  private boolean cut;

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
  public void cut() {
    synchronized (wire) {
      cut = true;
    }
  }

  /** What waited passes on. */
  public void heal() {
    synchronized (wire) {
      cut = false;
      wire.notifyAll();
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> join(client));
      } catch (IOException e) {
        // Closed, or one connection that failed: the door stays open for others.
      }
    }
  }

  private void join(Socket client) {
    Socket server = new Socket();
    try {
      awaitWhole();
      server.connect(target, 5_000);
      open.add(server);
      Thread.ofVirtual().start(() -> pump(client, server));
      pump(server, client);
    } catch (IOException e) {
      end(client);
      end(server);
    }
  }

  private void pump(Socket from, Socket to) {
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
      end(from);
      end(to);
    }
  }

  private void awaitWhole() throws IOException {
    synchronized (wire) {
      try {
        while (cut) {
          wire.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted", e);
      }
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
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
    open.forEach(this::end);
  }
}
