package dev.rekindle.worker.db.handler;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code pg_dump} in the database's own pod, as documented for 3scale: its version fits the server,
 * and it logs in locally, so that no password is needed. No terminal is allocated, which would turn
 * LF into CR LF.
 */
final class PodDump {

  private PodDump() {}

  /** Streams the dump; returns when the command is known to have succeeded. */
  static void write(
      Cluster cluster, PodRef pod, String database, OutputStream out, Attempt attempt) {
    String container = cluster.pods().confirm(pod).getSpec().getContainers().getFirst().getName();
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    Integer code =
        cluster.call(
            "run pg_dump in " + pod,
            () -> run(cluster, pod, container, database, out, error, attempt));
    if (code == null) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST, "pg_dump in " + pod + " ended without an exit code");
    }
    if (code != 0) {
      String text = error.toString(StandardCharsets.UTF_8).strip();
      throw StageProblem.passing(
          ProblemCode.COMMAND_FAILED,
          "pg_dump in %s ended with exit code %d: %s"
              .formatted(pod, code, text.length() > 1000 ? text.substring(0, 1000) : text));
    }
  }

  private static @Nullable Integer run(
      Cluster cluster,
      PodRef pod,
      String container,
      String database,
      OutputStream out,
      OutputStream error,
      Attempt attempt) {
    List<String> command = List.of("pg_dump", "--no-password", database);
    try (ExecWatch watch =
            cluster
                .client()
                .pods()
                .inNamespace(pod.namespace())
                .withName(pod.name())
                .inContainer(container)
                .writingOutput(out)
                .writingError(error)
                .exec(command.toArray(String[]::new));
        // An interrupt does not reach the stream; closing it does.
        Attempt.Registration _ = attempt.onCancel(watch::close)) {
      return watch.exitCode().get(attempt.remaining().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AttemptEnded.cancelled("interrupted");
    } catch (TimeoutException e) {
      throw StageProblem.passing(
          ProblemCode.DEADLINE_EXCEEDED, "pg_dump in " + pod + " took too long", e);
    } catch (ExecutionException | CancellationException e) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST, "The stream of pg_dump in " + pod + " broke: " + e, e);
    }
  }
}
