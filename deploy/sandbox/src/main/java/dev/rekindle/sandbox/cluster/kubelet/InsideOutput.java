package dev.rekindle.sandbox.cluster.kubelet;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Output of a command with host paths turned back into the container's: {@code find /data} must
 * answer {@code /data/...}.
 *
 * <p>Bytes are passed on as they come, except that a chunk's end which may begin a host path waits
 * for the next chunk.
 */
final class InsideOutput extends FilterOutputStream {
  private final byte[] root;
  private final PathMap paths;
  private byte[] held = new byte[0];

  /** All host paths of the map lie below the root. */
  InsideOutput(OutputStream out, String root, PathMap paths) {
    super(out);
    this.root = root.getBytes(StandardCharsets.UTF_8);
    this.paths = paths;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    byte[] all = new byte[held.length + length];
    System.arraycopy(held, 0, all, 0, held.length);
    System.arraycopy(from, offset, all, held.length, length);
    held = new byte[0];
    emit(all, false);
  }

  private void emit(byte[] all, boolean last) throws IOException {
    int sent = 0;
    int at = 0;
    while ((at = next(all, at)) < all.length) {
      int possible = match(all, at);
      boolean whole = possible == root.length;
      // A path of a mount is at most so long; until then the next chunk may complete it.
      if ((!last && at + possible == all.length)
          || (whole && !last && all.length - at < 512 && openEnd(all, at))) {
        break;
      }
      if (whole) {
        out.write(all, sent, at - sent);
        sent = replace(all, at);
        at = sent;
      } else {
        at++;
      }
    }
    out.write(all, sent, at - sent);
    held = Arrays.copyOfRange(all, at, all.length);
    out.flush();
  }

  private boolean openEnd(byte[] all, int at) {
    for (int i = at; i < all.length; i++) {
      if (all[i] <= ' ') {
        return false;
      }
    }
    return true;
  }

  private int next(byte[] all, int from) {
    int at = from;
    while (at < all.length && all[at] != root[0]) {
      at++;
    }
    return at;
  }

  private int match(byte[] all, int at) {
    int length = 0;
    while (length < root.length && at + length < all.length && all[at + length] == root[length]) {
      length++;
    }
    return length;
  }

  private int replace(byte[] all, int at) throws IOException {
    for (Map.Entry<String, String> entry : paths.insideByHost().entrySet()) {
      byte[] host = entry.getKey().getBytes(StandardCharsets.UTF_8);
      if (at + host.length <= all.length
          && Arrays.equals(all, at, at + host.length, host, 0, host.length)) {
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        return at + host.length;
      }
    }
    out.write(all, at, root.length);
    return at + root.length;
  }

  /** Sends what is still held, at the end of the output. */
  void finish() throws IOException {
    byte[] rest = held;
    held = new byte[0];
    emit(rest, true);
  }
}
