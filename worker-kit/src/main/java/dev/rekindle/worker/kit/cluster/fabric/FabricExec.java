package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.worker.kit.cluster.Exec;
import dev.rekindle.worker.kit.cluster.ExecResult;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.stage.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Commands over exec. */
final class FabricExec implements Exec {

  private static final int MOST_OUTPUT = 1024 * 1024;

  private final ExecStreams streams;

  FabricExec(ExecStreams streams) {
    this.streams = streams;
  }

  @Override
  public ExecResult run(
      PodRef pod, String container, List<String> command, Duration limit, Attempt attempt) {
    BoundedOutput out = new BoundedOutput(MOST_OUTPUT);
    BoundedOutput err = new BoundedOutput(MOST_OUTPUT);
    @Nullable Integer code =
        streams.run(
            new ExecStreams.Call(pod, container, command, null, out, err, () -> 0, limit),
            new CompletableFuture<>(),
            attempt);
    return new ExecResult(code, out.text(), err.text(), out.complete() && err.complete());
  }
}
