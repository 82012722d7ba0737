package dev.rekindle.coordinator.exchange;

import org.jboss.logging.Logger;

/**
 * A thread without which a coordinator looks alive and does nothing. Whatever it cannot deal with,
 * lack of memory above all, ends the process: a new one replays the journal and goes on.
 */
public final class VitalThread {

  private static final Logger LOG = Logger.getLogger(VitalThread.class);

  /** An internal error, as sysexits.h counts them. */
  private static final int SOFTWARE = 70;

  private VitalThread() {}

  /** A thread named {@code rekindle-<name>}, not started yet. */
  public static Thread of(String name, Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .name("rekindle-" + name)
        .uncaughtExceptionHandler(VitalThread::end)
        .unstarted(work);
  }

  private static void end(Thread thread, Throwable failure) {
    try {
      LOG.fatalf(failure, "A vital thread died, the process ends thread=%s", thread.getName());
    } finally {
      Runtime.getRuntime().halt(SOFTWARE);
    }
  }
}
