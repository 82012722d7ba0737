package dev.rekindle.worker.redis.server;

import java.io.IOException;
import java.io.InputStream;

/** The next so many bytes of another stream; does not close it. */
final class BoundedStream extends InputStream {

  private final InputStream in;
  private long left;

  BoundedStream(InputStream in, long count) {
    this.in = in;
    this.left = count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    if (left == 0) {
      return -1;
    }
    int got = in.read(target, from, (int) Math.min(count, left));
    left -= Math.max(0, got);
    return got;
  }
}
