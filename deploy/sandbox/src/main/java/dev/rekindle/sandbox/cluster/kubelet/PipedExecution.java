package dev.rekindle.sandbox.cluster.kubelet;

import dev.rekindle.sandbox.cluster.api.Pods;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** A process whose three streams are pumped to and from somebody else. */
final class PipedExecution implements Execution {
  private static final int CHUNK = 32 * 1024;
  private static final Duration LATE_OUTPUT = Duration.ofSeconds(30);

  private final ProcessExecution execution;
  private final Thread out;
  private final Thread err;

  PipedExecution(
      ProcessExecution execution,
      Process process,
      Pods.Streams streams,
      String root,
      PathMap paths) {
    this.execution = execution;
    Thread.ofPlatform()
        .daemon()
        .name("stdin-" + process.pid())
        .start(() -> input(process, streams.in()));
    this.out =
        pump(
            "stdout-" + process.pid(),
            process.getInputStream(),
            new InsideOutput(streams.out(), root, paths));
    this.err =
        pump(
            "stderr-" + process.pid(),
            process.getErrorStream(),
            new InsideOutput(streams.err(), root, paths));
  }

  private static void input(Process process, InputStream from) {
    byte[] chunk = new byte[CHUNK];
    try (OutputStream to = process.getOutputStream()) {
      int count;
      while ((count = from.read(chunk)) >= 0) {
        to.write(chunk, 0, count);
        to.flush();
      }
    } catch (IOException closed) {
      // The command does not read any more: what the client still sends stays where it is, as on a
      // real node.
    }
  }

  private static Thread pump(String name, InputStream from, InsideOutput to) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          byte[] chunk = new byte[CHUNK];
          try {
            int count;
            while ((count = from.read(chunk)) >= 0) {
              to.write(chunk, 0, count);
            }
            to.finish();
          } catch (IOException gone) {
            drain(from);
          }
        });
  }

  /** Nobody listens any more, but the process lives on: its output goes nowhere. */
  private static void drain(InputStream from) {
    try {
      from.transferTo(OutputStream.nullOutputStream());
    } catch (IOException ended) {
      // The process is gone: there is nothing left to throw away.
    }
  }

  @Override
  public int waitFor() throws InterruptedException {
    int exit = execution.waitFor();
    for (Thread pump : List.of(out, err)) {
      // A background child may hold the pipe open: its output is cut after a while.
      if (!pump.join(LATE_OUTPUT)) {
        break;
      }
    }
    return exit;
  }

  @Override
  public boolean running() {
    return execution.running();
  }

  @Override
  public int exitCode() {
    return execution.exitCode();
  }

  @Override
  public boolean hearsTerminate() {
    return execution.hearsTerminate();
  }

  @Override
  public void terminate() {
    execution.terminate();
  }

  @Override
  public void kill() {
    execution.kill();
  }
}
