package dev.rekindle.worker.redis.site;

import dev.rekindle.worker.kit.cluster.ExecResult;
import dev.rekindle.worker.kit.cluster.PodFiles;
import java.io.OutputStream;

/** The data folder of a server, from within a pod that mounts it. */
public interface Volume extends AutoCloseable {

  /** Absolute path of the data folder, as the pod sees it. */
  String folder();

  /**
   * Runs a shell script.
   *
   * @param what the script, for people
   * @param arguments {@code $1} and so on; paths as the pod sees them
   */
  ExecResult run(String what, String script, String... arguments);

  /** Makes a file have exactly these bytes. */
  void upload(String path, PodFiles.Source source, PodFiles.Meter meter);

  /** Copies a file out. */
  PodFiles.Content download(String path, OutputStream to, PodFiles.Meter meter);

  @Override
  void close();
}
