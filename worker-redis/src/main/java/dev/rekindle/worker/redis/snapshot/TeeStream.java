package dev.rekindle.worker.redis.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes what is read to a second place too. */
final class TeeStream extends InputStream {

  private final InputStream in;
  private final OutputStream copy;

  TeeStream(InputStream in, OutputStream copy) {
    this.in = in;
    this.copy = copy;
  }

  @Override
  public int read() throws IOException {
    int one = in.read();
    if (one >= 0) {
      copy.write(one);
    }
    return one;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    int got = in.read(target, from, count);
    if (got > 0) {
      copy.write(target, from, got);
    }
    return got;
  }
}
