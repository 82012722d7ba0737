package dev.rekindle.sandbox.cluster.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Frames of a socket as a stream; the end of the connection is its end, and nothing else is. */
final class FrameInput extends InputStream {
  private static final byte[] END = new byte[0];
  private static final long MUCH = 4L * 1024 * 1024;

  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final Runnable resume;
  private byte[] current = new byte[0];
  private int at;
  private boolean ended;

  /** The runnable lets the sender go on after a pause. */
  FrameInput(Runnable resume) {
    this.resume = resume;
  }

  /** Adds a frame; true when the sender should pause. */
  boolean offer(byte[] frame) {
    if (frame.length > 0) {
      frames.add(frame);
    }
    return waiting.addAndGet(frame.length) > MUCH;
  }

  void end() {
    frames.add(END);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (ended || (at == current.length && !next())) {
      return -1;
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current, at, into, offset, count);
    at += count;
    if (waiting.addAndGet(-count) < MUCH / 2) {
      resume.run();
    }
    return count;
  }

  private boolean next() throws IOException {
    try {
      current = frames.take();
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
    at = 0;
    ended = current.length == 0;
    return !ended;
  }

  @Override
  public int available() {
    return current.length - at;
  }
}
