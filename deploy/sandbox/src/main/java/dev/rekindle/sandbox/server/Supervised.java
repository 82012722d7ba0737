package dev.rekindle.sandbox.server;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A server that is started again on its own folder when it dies, as an init system or a StatefulSet
 * does with one.
 */
public final class Supervised<S extends Supervised.Server> implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Supervised.class.getName());
  private static final Duration LOOK = Duration.ofMillis(500);

  /** What can die. */
  public interface Server extends AutoCloseable {
    boolean alive();

    @Override
    void close();
  }

  private final Supplier<S> starting;
  private S server;
  private volatile boolean closed;

  private Supervised(Supplier<S> starting) {
    this.starting = starting;
    this.server = starting.get();
  }

  /**
   * Starts a server and watches it.
   *
   * @param starting also starts it again; must give it the same address and data
   */
  public static <S extends Server> Supervised<S> start(Supplier<S> starting) {
    Supervised<S> supervised = new Supervised<>(starting);
    // When this process ends its children are killed, before anybody closes what supervises them.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> supervised.closed = true));
    Thread.ofVirtual().name("sandbox-supervisor").start(supervised::watch);
    return supervised;
  }

  /** The server as it was last started. */
  public synchronized S server() {
    return server;
  }

  private void watch() {
    while (look()) {
      Waiting.pause(LOOK);
    }
  }

  private synchronized boolean look() {
    if (closed || server.alive()) {
      return !closed;
    }
    try {
      server = starting.get();
    } catch (IllegalStateException e) {
      // The processes of a dead PostgreSQL may still hold its memory: the next look tries again.
      LOG.log(Level.INFO, "Not started again yet", e);
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    server().close();
  }
}
