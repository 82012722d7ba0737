package dev.rekindle.worker.kit.artifact;

import dev.rekindle.worker.kit.artifact.ArtifactStore.Written;
import java.io.IOException;

/** A file of a set that may be sealed while it is written; then it does not appear. */
final class OpenSetSink extends ArtifactSink {

  private final ArtifactSink sink;
  private final Runnable requireOpen;

  /**
   * @param requireOpen throws when the set is sealed
   */
  OpenSetSink(ArtifactSink sink, Runnable requireOpen) {
    this.sink = sink;
    this.requireOpen = requireOpen;
  }

  @Override
  public long bytes() {
    return sink.bytes();
  }

  @Override
  public void write(int one) throws IOException {
    sink.write(one);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    sink.write(buffer, offset, length);
  }

  @Override
  public Written commit() {
    requireOpen.run();
    return sink.commit();
  }

  @Override
  public void close() {
    sink.close();
  }
}
