package dev.rekindle.sandbox.threescale;

import java.time.Duration;

/** A simulated process that does its work again and again, whatever its stores answer. */
final class Writer {

  private Writer() {}

  /** Repeats until interrupted; a failed step is tried again later, as a job would be. */
  static int repeat(WriterGate gate, Duration pause, WriterGate.Step step)
      throws InterruptedException {
    while (true) {
      try {
        gate.write(step);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("stopped");
        }
      }
      Thread.sleep(pause);
    }
  }
}
