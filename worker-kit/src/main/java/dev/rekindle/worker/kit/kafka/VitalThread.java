package dev.rekindle.worker.kit.kafka;

/**
 * A thread without which a worker looks alive and does nothing. Whatever it cannot deal with, lack
 * of memory above all, ends the process: leases pass, and another worker goes on.
 */
final class VitalThread {

  private static final System.Logger LOG = System.getLogger(VitalThread.class.getName());

  /** An internal error, as sysexits.h counts them. */
  private static final int SOFTWARE = 70;

  private VitalThread() {}

  /** A thread named {@code rekindle-<name>}, not started yet. */
  static Thread of(String name, Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .name("rekindle-" + name)
        .uncaughtExceptionHandler(VitalThread::end)
        .unstarted(work);
  }

  private static void end(Thread thread, Throwable failure) {
    try {
      LOG.log(
          System.Logger.Level.ERROR,
          "A vital thread died, the process ends thread=" + thread.getName(),
          failure);
    } finally {
      Runtime.getRuntime().halt(SOFTWARE);
    }
  }
}
