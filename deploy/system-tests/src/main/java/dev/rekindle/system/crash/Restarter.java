package dev.rekindle.system.crash;

import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Service;
import dev.rekindle.system.stack.Stack;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts again whatever died, as a service manager would. */
final class Restarter implements AutoCloseable {

  private final Stack stack;
  private final AtomicInteger restarts = new AtomicInteger();
  private final Thread thread;
  private volatile boolean over;

  Restarter(Stack stack) {
    this.stack = stack;
    thread = Thread.ofVirtual().name("restarter").start(this::work);
  }

  int restarts() {
    return restarts.get();
  }

  private void work() {
    while (!over) {
      for (Service service : Service.values()) {
        if (!over && !stack.process(service).alive()) {
          restarts.incrementAndGet();
          stack.start(service);
        }
      }
      Await.pause(Duration.ofMillis(100));
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
