package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.artifact.Digests;
import dev.rekindle.worker.kit.cluster.PodFiles.Content;
import dev.rekindle.worker.kit.cluster.PodFiles.Meter;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes on and digests them. A failure of the receiver is kept for the thread that waits:
 * the client's own thread would only log it.
 */
final class DigestingOutput extends OutputStream {

  /** What {@link #failed} completes with; {@link #rethrow} tells the failure. */
  private static final int FAILED = -2;

  private final OutputStream to;
  private final Meter meter;
  private final MessageDigest digest = Digests.sha256();
  private final CompletableFuture<Integer> failed = new CompletableFuture<>();
  private volatile long bytes;
  private volatile @Nullable Exception failure;

  DigestingOutput(OutputStream to, Meter meter) {
    this.to = to;
    this.meter = meter;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] buffer, int offset, int length) {
    if (failure != null) {
      return;
    }
    try {
      to.write(buffer, offset, length);
    } catch (IOException | RuntimeException e) {
      failure = e;
      failed.complete(FAILED);
      return;
    }
    digest.update(buffer, offset, length);
    long now = bytes + length;
    bytes = now;
    meter.arrived(now);
  }

  long bytes() {
    return bytes;
  }

  CompletableFuture<Integer> failed() {
    return failed;
  }

  synchronized Content content() {
    return new Content(bytes, Digests.hex(digest));
  }

  void rethrow() {
    switch (failure) {
      case null -> {}
      case StageProblem problem -> throw problem;
      case Exception e ->
          throw StageProblem.passing(
              ProblemCode.CONNECTION_LOST, "What was read cannot be written: " + e, e);
    }
  }
}
