package dev.rekindle.sandbox.cluster.controller;

import dev.rekindle.sandbox.cluster.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Calls all controllers after every change, and now and then without one. */
public final class ControllerLoop implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMillis(500);

  private final Registry registry;
  private final List<Controller> controllers;
  private final long lagMillis;
  private final Semaphore changes = new Semaphore(1);
  private final Runnable unsubscribe;
  private final Thread loop;

  /** The pace scales every delay a real cluster has. */
  public ControllerLoop(Registry registry, double pace) {
    this.registry = registry;
    View view = new View(registry, pace);
    this.controllers =
        List.of(
            new GarbageCollector(view),
            new DeploymentController(view),
            new ConfigController(view),
            new ReplicaController(view),
            new JobController(view),
            new EndpointsController(view));
    this.lagMillis = Math.clamp((long) (50 * pace), 5, 50);
    this.unsubscribe =
        registry.store().subscribe(registry.store().revision(), e -> changes.release());
    this.loop = Thread.ofVirtual().name("controllers").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        boolean changed = changes.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (changed) {
          Thread.sleep(lagMillis);
        }
        changes.drainPermits();
        Instant now = registry.clock().instant();
        controllers.forEach(c -> sync(c, now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sync(Controller controller, Instant now) {
    try {
      controller.sync(now);
    } catch (RuntimeException e) {
      // One broken object must not stop the others; the next round meets it again.
      System.getLogger(ControllerLoop.class.getName())
          .log(System.Logger.Level.WARNING, "controller failed", e);
    }
  }

  @Override
  public void close() {
    unsubscribe.run();
    loop.interrupt();
  }
}
