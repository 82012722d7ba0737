package dev.rekindle.worker.redis.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of another stream up to a mark of 40 bytes, as a server sends a snapshot that it writes
 * straight to the socket ({@code repl-diskless-sync yes}); does not close it. Nothing follows the
 * mark until the other side speaks, so reading on to look for it never takes anything else.
 */
final class MarkedStream extends InputStream {

  private final InputStream in;
  private final byte[] mark;
  private final byte[] held = new byte[1 << 16];
  private int count;
  private boolean marked;

  MarkedStream(InputStream in, byte[] mark) {
    this.in = in;
    this.mark = mark;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int wanted) throws IOException {
    if (wanted == 0) {
      return 0;
    }
    while (!marked && count <= mark.length) {
      int got = in.read(held, count, held.length - count);
      if (got < 0) {
        throw new IOException("The snapshot ended before its mark");
      }
      count += got;
      look();
    }
    // What may be the beginning of the mark is held back.
    int free = marked ? count : count - mark.length;
    if (free == 0) {
      return -1;
    }
    int given = Math.min(wanted, free);
    System.arraycopy(held, 0, target, from, given);
    System.arraycopy(held, given, held, 0, count - given);
    count -= given;
    return given;
  }

  private void look() {
    int at = count - mark.length;
    if (at >= 0 && Arrays.equals(held, at, count, mark, 0, mark.length)) {
      marked = true;
      count = at;
    }
  }
}
