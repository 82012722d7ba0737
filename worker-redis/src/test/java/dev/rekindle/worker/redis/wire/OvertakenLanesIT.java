package dev.rekindle.worker.redis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A worker that was thought dead and comes back between any two batches, or within one. */
class OvertakenLanesIT {

  private static final Batch.Division DIVISION = new Batch.Division(2, 1 << 16, 100);

  @TempDir Path folder;

  static java.util.List<Path> servers() {
    return RedisBinaries.all();
  }

  @ParameterizedTest
  @MethodSource("servers")
  @Timeout(150)
  void nothing_of_it_arrives_once_the_successor_has_begun(Path binary) throws Exception {
    try (RedisProcess redis = RedisProcess.start(binary, folder, RedisProcess.PLAIN)) {
      FakeAttempt attempt = FakeAttempt.simple();
      for (int round = 0; round < 30; round++) {
        // Given a worker that sends without end
        FakeAttempt zombie = attempt;
        begin(redis, zombie);
        BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(2);
        Thread feeding = Thread.ofVirtual().start(() -> feedForEver(queue));
        Thread sending = Thread.ofVirtual().start(() -> sendAll(redis, zombie, queue));
        while (counter(redis) < 5 + round % 7) {
          Thread.onSpinWait();
        }

        // When
        attempt = attempt.next();
        begin(redis, attempt);
        long seen = counter(redis);
        sending.join();
        feeding.interrupt();

        // Then
        assertThat(counter(redis)).isEqualTo(seen);
        attempt = attempt.next();
      }
    }
  }

  private static void feedForEver(BlockingQueue<Batch> queue) {
    try {
      for (long n = 1; ; n++) {
        queue.put(batch(n, "INCR", "counter"));
      }
    } catch (InterruptedException e) {
      // The round is over.
    }
  }

  /** Ends with what it meets: a higher token. */
  private static void sendAll(RedisProcess redis, FakeAttempt attempt, BlockingQueue<Batch> queue) {
    try (RedisServer server = connect(redis)) {
      Lane lane = new Lane(server, attempt.ref().fence(), fence(attempt).progressKey(), 0);
      AttemptEnded ended = catchThrowableOfType(AttemptEnded.class, () -> lane.work(queue));
      assertThat(ended.outcome()).isEqualTo(new StageOutcome.Superseded(attempt.ref().fence() + 1));
    }
  }

  private static long counter(RedisProcess redis) throws IOException {
    try (RespConnection connection = redis.connect()) {
      return connection.ask("GET", "counter").number();
    }
  }

  @Test
  void another_restore_is_held_off_while_one_is_at_work() throws Exception {
    try (RedisProcess redis =
        RedisProcess.start(RedisBinaries.redis6(), folder, RedisProcess.PLAIN)) {
      // Given
      FakeAttempt first = FakeAttempt.simple();
      begin(redis, first);
      redis.run("SET half loaded");

      // When
      StageProblem refusal =
          catchThrowableOfType(
              StageProblem.class, () -> begin(redis, FakeAttempt.simple().next().next()));

      // Then
      assertThat(refusal.code()).isEqualTo(ProblemCode.TARGET_HELD);
      assertThat(refusal.detail()).contains(first.ref().restore().toString());
      assertThat(redis.run("EXISTS half").getFirst()).contains("1");
      redis.run("HSET rekindle:wire:" + first.ref().restore() + " at 1000");
      assertThat(begin(redis, FakeAttempt.simple().next().next())).isEqualTo(WireFence.State.BEGUN);
    }
  }

  @Test
  void a_server_that_lost_its_fence_is_not_written_to() throws Exception {
    try (RedisProcess redis =
        RedisProcess.start(RedisBinaries.redis6(), folder, RedisProcess.PLAIN)) {
      // Given
      FakeAttempt attempt = FakeAttempt.simple();
      begin(redis, attempt);
      try (RedisServer server = connect(redis)) {
        Lane lane = new Lane(server, 1, fence(attempt).progressKey(), 0);
        lane.apply(batch(1, "SET", "a", "1"));
        redis.run("FLUSHALL");

        // When
        StageProblem problem =
            catchThrowableOfType(StageProblem.class, () -> lane.apply(batch(2, "SET", "b", "2")));

        // Then
        assertThat(problem.retryable()).isTrue();
        assertThat(redis.run("DBSIZE").getFirst()).contains("value=0");
      }
    }
  }

  private static Batch batch(long number, String... command) {
    return new Batch(number, 0, 1, 1, new RespBuffer().command(command));
  }

  private static WireFence fence(FakeAttempt attempt) {
    return new WireFence(attempt.ref(), "ab", DIVISION);
  }

  private static WireFence.State begin(RedisProcess redis, FakeAttempt attempt) {
    try (RedisServer server = connect(redis)) {
      return fence(attempt).begin(server, true);
    }
  }

  private static RedisServer connect(RedisProcess redis) {
    try {
      return new RedisServer(redis.connect(), "redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
