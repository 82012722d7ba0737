package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.worker.kit.cluster.Exec;
import dev.rekindle.worker.kit.cluster.ExecResult;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.stage.Attempt;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Commands over exec. */
final class FabricExec implements Exec {

  private static final int MOST_OUTPUT = 1024 * 1024;
  private static final int MOST_ERRORS = 64 * 1024;

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

  @Override
  public PodFiles.Content stream(
      Producer producer, OutputStream to, PodFiles.Meter meter, Attempt attempt) {
    DigestingOutput out = new DigestingOutput(to, meter);
    BoundedOutput err = new BoundedOutput(MOST_ERRORS);
    @Nullable Integer code =
        streams.run(
            new ExecStreams.Call(
                producer.pod(),
                producer.container(),
                producer.command(),
                null,
                out,
                err,
                out::bytes,
                producer.stall()),
            out.failed(),
            attempt);
    out.rethrow();
    new ExecResult(code, "", err.text(), true).outputOf(producer.what());
    return out.content();
  }
}
