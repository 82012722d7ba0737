package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.worker.kit.cluster.PodFiles.Meter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stretch of a source, which tells how much of it was taken. */
final class MeteredInput extends FilterInputStream {

  /** A stretch of a file. */
  record Range(long offset, long length) {}

  private final Range range;
  private final Meter meter;
  private volatile long taken;

  MeteredInput(InputStream in, Range range, Meter meter) {
    super(in);
    this.range = range;
    this.meter = meter;
  }

  long moved() {
    return taken;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long left = range.length() - taken;
    if (left <= 0) {
      return -1;
    }
    int count = super.read(buffer, offset, (int) Math.min(length, left));
    if (count > 0) {
      long now = taken + count;
      taken = now;
      meter.arrived(range.offset() + now);
    }
    return count;
  }
}
