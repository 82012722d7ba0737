package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.openshift.client.OpenShiftClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands in containers with streams. The traps this class is written around: there is no end
 * of input; a reader that stops leaves the writer hanging; a closed stream without a status
 * completes the exit code with null.
 */
final class ExecStreams {

  private static final int BLOCK = 32 * 1024;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final OpenShiftClient client;
  private final Problems problems;

  ExecStreams(OpenShiftClient client, Problems problems) {
    this.client = client;
    this.problems = problems;
  }

  /**
   * One command.
   *
   * @param input what is written to it; null for nothing
   * @param moved grows as long as the transfer does; the limit begins anew whenever it grew
   * @param limit longest time without an exit code, or without movement
   */
  record Call(
      PodRef pod,
      String container,
      List<String> command,
      @Nullable InputStream input,
      OutputStream out,
      OutputStream err,
      LongSupplier moved,
      Duration limit) {}

  /**
   * The exit code; null when it is not known. A number that {@code early} completes with counts as
   * the exit code too: a script that failed says so there before it drains its input.
   */
  @Nullable Integer run(Call call, CompletableFuture<Integer> early, Attempt attempt) {
    confirm(call.pod());
    Writer writer = new Writer();
    try (ExecWatch watch = open(call)) {
      if (call.input() != null) {
        writer.start(watch.getInput(), call.input());
      }
      return await(watch, call, early, writer, attempt);
    } finally {
      writer.stop();
    }
  }

  /** The name may belong to another pod by now, and exec knows only names. */
  private void confirm(PodRef ref) {
    @Nullable Pod pod =
        problems.call(
            "read " + ref,
            () -> client.pods().inNamespace(ref.namespace()).withName(ref.name()).get());
    if (pod == null || !ref.uid().equals(pod.getMetadata().getUid())) {
      throw FabricPods.lost(ref, "is gone");
    }
  }

  /**
   * A pod that was deleted between the look and the command is a passing fault, not a wrong name.
   */
  private ExecWatch open(Call call) {
    try {
      return started(call);
    } catch (StageProblem problem) {
      throw problem.code() == ProblemCode.OBJECT_MISSING
          ? FabricPods.lost(call.pod(), "is gone")
          : problem;
    }
  }

  private ExecWatch started(Call call) {
    return problems.call(
        "run a command in " + call.pod(),
        () -> {
          var target =
              client
                  .pods()
                  .inNamespace(call.pod().namespace())
                  .withName(call.pod().name())
                  .inContainer(call.container());
          String[] command = call.command().toArray(String[]::new);
          return call.input() == null
              ? target.writingOutput(call.out()).writingError(call.err()).exec(command)
              : target
                  .redirectingInput()
                  .writingOutput(call.out())
                  .writingError(call.err())
                  .exec(command);
        });
  }

  private static @Nullable Integer await(
      ExecWatch watch,
      Call call,
      CompletableFuture<Integer> early,
      Writer writer,
      Attempt attempt) {
    CompletableFuture<Object> end = CompletableFuture.anyOf(watch.exitCode(), early);
    long moved = call.moved().getAsLong();
    long since = System.nanoTime();
    while (true) {
      attempt.throwIfCancelled();
      try {
        return (Integer) end.get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        writer.rethrow();
        long now = call.moved().getAsLong();
        if (now != moved) {
          moved = now;
          since = System.nanoTime();
        } else if (System.nanoTime() - since > call.limit().toNanos()
            || attempt.remaining().isZero()) {
          throw lost(call, "does not go on and gives no exit code", e);
        }
      } catch (ExecutionException e) {
        throw lost(call, "the stream broke: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw AttemptEnded.cancelled("interrupted");
      }
    }
  }

  private static StageProblem lost(Call call, String how, Exception e) {
    return StageProblem.passing(
        ProblemCode.CONNECTION_LOST,
        "Command %s in %s: %s".formatted(call.command().getFirst(), call.pod(), how),
        e);
  }

  /** Writes the input on a thread of its own, because a write may never return. */
  private static final class Writer {
    private volatile @Nullable Throwable failure;
    private @Nullable Thread thread;

    void start(OutputStream to, InputStream from) {
      thread =
          Thread.ofVirtual()
              .name("exec-input")
              .start(() -> {
                try {
                  copy(from, to);
                } catch (IOException | RuntimeException e) {
                  failure = e;
                }
              });
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
      byte[] block = new byte[BLOCK];
      for (int count = from.read(block); count >= 0; count = from.read(block)) {
        to.write(block, 0, count);
      }
      to.flush();
    }

    /** A problem of the source ends the transfer; one of the stream shows in the exit code. */
    void rethrow() {
      if (failure instanceof StageProblem problem) {
        throw problem;
      }
    }

    void stop() {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
