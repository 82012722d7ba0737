package dev.rekindle.worker.redis.wire;

import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.redis.server.Clients;
import dev.rekindle.worker.redis.server.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several {@link Lane}s, each on a thread of its own. A batch always takes the same lane, by its
 * number, so that each lane applies its batches in their order and one number tells how far it is.
 */
final class Lanes implements AutoCloseable {

  private static final int WAITING = 2;
  private static final Batch END = new Batch(0, 0, 0, 0, new RespBuffer());

  private final Attempt attempt;
  private final List<RedisServer> connections = new ArrayList<>();
  private final List<BlockingQueue<Batch>> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Attempt.Registration onCancel;

  Lanes(int count, Supplier<RedisServer> connect, String progressKey, Attempt attempt) {
    this.attempt = attempt;
    this.onCancel = attempt.onCancel(this::disconnect);
    try {
      for (int n = 0; n < count; n++) {
        RedisServer redis = connect.get();
        connections.add(redis);
        Clients.name(redis, attempt.ref().restore());
        Lane lane = new Lane(redis, attempt.ref().fence(), progressKey, n);
        BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(WAITING);
        queues.add(queue);
        threads.add(Thread.ofVirtual().name("wire-" + n).start(() -> work(lane, queue)));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Hands a batch over; waits while its lane is busy. What failed in any lane is thrown here. */
  void put(Batch batch) {
    put(queues.get(laneOf(batch)), batch);
  }

  int laneOf(Batch batch) {
    return (int) (batch.number() % queues.size());
  }

  /** Waits until everything that was handed over is applied. */
  void finish() {
    queues.forEach(queue -> put(queue, END));
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw AttemptEnded.cancelled("interrupted");
      }
    }
    throwFailure();
  }

  private void put(BlockingQueue<Batch> queue, Batch batch) {
    try {
      while (!queue.offer(batch, 100, TimeUnit.MILLISECONDS)) {
        throwFailure();
        attempt.throwIfCancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AttemptEnded.cancelled("interrupted");
    }
    throwFailure();
  }

  private void work(Lane lane, BlockingQueue<Batch> queue) {
    try {
      lane.work(queue);
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  private void throwFailure() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void disconnect() {
    List.copyOf(connections).forEach(RedisServer::close);
  }

  /** Ends what still runs. No transaction is applied after this returns. */
  @Override
  public void close() {
    onCancel.close();
    threads.forEach(Thread::interrupt);
    disconnect();
  }
}
