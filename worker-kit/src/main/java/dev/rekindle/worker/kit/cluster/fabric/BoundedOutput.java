package dev.rekindle.worker.kit.cluster.fabric;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps what a command says, up to a bound; the rest is dropped, never left unread, because output
 * that nobody reads stops the command.
 */
final class BoundedOutput extends OutputStream {

  /** Before the exit code, in a line of its own, of a script that may not be able to exit. */
  static final String MARKER = "rekindle-exit:";

  private final int bound;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> marked = new CompletableFuture<>();
  private boolean complete = true;

  BoundedOutput(int bound) {
    this.bound = bound;
  }

  /** Completes with the code of the marker line, when one comes. */
  CompletableFuture<Integer> marked() {
    return marked;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] buffer, int offset, int length) {
    int room = Math.min(length, bound - kept.size());
    kept.write(buffer, offset, room);
    complete &= room == length;
    if (!marked.isDone() && kept.size() < 4096) {
      look(text());
    }
  }

  private void look(String text) {
    int at = text.indexOf(MARKER);
    int end = at < 0 ? -1 : text.indexOf('\n', at);
    if (end > 0) {
      marked.complete(Integer.valueOf(text.substring(at + MARKER.length(), end).strip()));
    }
  }

  synchronized boolean complete() {
    return complete;
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
