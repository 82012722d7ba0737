package dev.rekindle.sandbox.cluster.kubelet;

import dev.rekindle.sandbox.cluster.api.Pods;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A program of this JVM; SIGTERM is an interrupt, and SIGKILL does not wait for it. */
final class ProgramExecution implements Execution {
  private static final int KILLED = 137;

  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final Thread thread;

  ProgramExecution(Image.Program program, ContainerContext context, Pods.Streams streams) {
    this.thread =
        Thread.ofVirtual()
            .name(context.pod() + "/" + context.container())
            .start(() -> run(program, context, streams));
  }

  private void run(Image.Program program, ContainerContext context, Pods.Streams streams) {
    try {
      exit.complete(program.run(context, streams));
    } catch (InterruptedException e) {
      exit.complete(143);
    } catch (Exception e) {
      new PrintStream(streams.err(), true, StandardCharsets.UTF_8).println(e);
      exit.complete(1);
    } finally {
      flush(streams);
    }
  }

  private static void flush(Pods.Streams streams) {
    try {
      streams.out().flush();
      streams.err().flush();
    } catch (IOException gone) {
      // The client left: nobody waits for this output.
    }
  }

  @Override
  public boolean running() {
    return !exit.isDone();
  }

  @Override
  public int exitCode() {
    return exit.getNow(KILLED);
  }

  @Override
  public boolean hearsTerminate() {
    return true;
  }

  @Override
  public void terminate() {
    thread.interrupt();
  }

  @Override
  public void kill() {
    exit.complete(KILLED);
    thread.interrupt();
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      return 1;
    }
  }
}
