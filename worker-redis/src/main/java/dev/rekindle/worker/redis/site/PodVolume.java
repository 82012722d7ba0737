package dev.rekindle.worker.redis.site;

import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.ExecResult;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.stage.Attempt;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The data folder, as one container of one pod mounts it. */
record PodVolume(Cluster cluster, PodRef pod, String container, String folder, Attempt attempt)
    implements Volume {

  // Copying a snapshot within the volume may take its time.
  private static final Duration LONGEST = Duration.ofMinutes(30);

  @Override
  public ExecResult run(String what, String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    return cluster.exec().run(pod, container, command, LONGEST, attempt);
  }

  @Override
  public void upload(String path, PodFiles.Source source, PodFiles.Meter meter) {
    cluster.files().upload(pod, container, path, source, meter, attempt);
  }

  @Override
  public PodFiles.Content download(String path, OutputStream to, PodFiles.Meter meter) {
    return cluster.files().download(pod, container, path, to, meter, attempt);
  }

  @Override
  public void close() {}
}
