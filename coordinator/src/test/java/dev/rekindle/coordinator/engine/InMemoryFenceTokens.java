package dev.rekindle.coordinator.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** A sequence in memory. */
public final class InMemoryFenceTokens implements FenceTokens {

  private final AtomicLong last = new AtomicLong();

  @Override
  public List<Long> next(int count) {
    long end = last.addAndGet(count);
    return LongStream.rangeClosed(end - count + 1, end).boxed().toList();
  }
}
