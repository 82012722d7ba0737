package dev.rekindle.worker.db.handler;

import dev.rekindle.contract.message.Progress;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.Exec;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.stage.Attempt;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/**
 * {@code pg_dump} in the database's own pod, as documented for 3scale: its version fits the server,
 * and it logs in locally, so that no password is needed.
 */
final class PodDump {

  /** It may wait for locks, and says nothing while it reads the catalog of a large database. */
  private static final Duration STALL = Duration.ofMinutes(10);

  private PodDump() {}

  /** Streams the dump; returns when the command is known to have succeeded. */
  static void write(
      Cluster cluster, PodRef pod, String database, OutputStream out, Attempt attempt) {
    String container = cluster.pods().confirm(pod).getSpec().getContainers().getFirst().getName();
    List<String> command =
        List.of("pg_dump", "--no-password", "--exclude-schema=rekindle", database);
    cluster.exec().stream(
        new Exec.Producer(pod, container, command, STALL, "pg_dump in " + pod),
        out,
        bytes -> attempt.report(new Progress("dumping", bytes, 0, "bytes")),
        attempt);
  }
}
