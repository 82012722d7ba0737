package dev.rekindle.worker.db.importer.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads another stream ahead on a thread of its own, some megabytes at most, so that decompression
 * and what is done with the bytes go on at the same time. What that stream throws is thrown where
 * its bytes would have been. The thread begins with the first read.
 */
final class ReadAhead extends InputStream {

  private static final int BLOCK = 1 << 18;
  private static final int BLOCKS = 8;

  /** Bytes, the end, or what was thrown. */
  private static final class Block {
    final byte[] bytes;
    final int length;
    final @Nullable Throwable failure;

    Block(byte[] bytes, int length, @Nullable Throwable failure) {
      this.bytes = bytes;
      this.length = length;
      this.failure = failure;
    }
  }

  private static final Block END = new Block(new byte[0], -1, null);

  private final InputStream in;
  private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(BLOCKS);
  private @Nullable Thread reader;
  private Block current = new Block(new byte[0], 0, null);
  private int position;
  private volatile boolean closed;

  ReadAhead(InputStream in) {
    this.in = in;
  }

  private void work() {
    try {
      Block block;
      do {
        block = block();
        blocks.put(block);
      } while (block.length >= 0 && block.failure == null && !closed);
    } catch (InterruptedException e) {
      // The stream was closed: nobody waits for more.
    }
  }

  private Block block() {
    try {
      byte[] bytes = new byte[BLOCK];
      int length = in.readNBytes(bytes, 0, BLOCK);
      return length == 0 ? END : new Block(bytes, length, null);
    } catch (IOException | RuntimeException | Error e) {
      return new Block(new byte[0], 0, e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == current.length) {
      current = next();
    }
    if (current.length < 0) {
      return -1;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current.bytes, position, buffer, offset, count);
    position += count;
    return count;
  }

  private Block next() throws IOException {
    if (reader == null) {
      reader = Thread.ofPlatform().name("import-read-ahead").daemon().start(this::work);
    }
    try {
      // Nothing comes behind a failure.
      Block block = current.failure == null ? blocks.take() : current;
      current = block;
      position = 0;
      switch (block.failure) {
        case null -> {}
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
      return block;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while reading a dump");
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    if (reader != null) {
      reader.interrupt();
      try {
        reader.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    in.close();
  }
}
