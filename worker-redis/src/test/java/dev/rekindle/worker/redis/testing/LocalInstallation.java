package dev.rekindle.worker.redis.testing;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.cluster.ExecResult;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A Redis workload with its volume on this machine: a real server process, a folder, scripts in a
 * real shell. It outlives the attempts that work on it; each gets a site of its own.
 */
public final class LocalInstallation implements AutoCloseable {

  /** Stands for SIGKILL of the worker. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Path binary;
  private final Path folder;
  private final String config;
  private final int port;
  private RedisProcess process;
  private int pods;
  private long highestFence;

  /** Token on the workload, and of the attempt whose helper pod mounts the volume; 0 = none. */
  private long scaledBy;

  private long helperOf;
  private Runnable event = LocalInstallation::kill;
  private int killAt = Integer.MAX_VALUE;
  private int calls;

  public LocalInstallation(Path binary, Path folder, String config) throws IOException {
    this.binary = binary;
    this.folder = Files.createDirectories(folder);
    this.config = config;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
  }

  public Path folder() {
    return folder;
  }

  public RedisProcess up() throws IOException {
    if (process == null) {
      process = RedisProcess.start(binary, folder, config, port);
      pods++;
    }
    return process;
  }

  public boolean isUp() {
    return process != null && process.alive();
  }

  public void down() throws IOException {
    if (process != null) {
      process.terminate();
      process = null;
    }
  }

  /** Ends the server as a power cut does. */
  public void crash() throws IOException {
    process.kill();
    process = null;
  }

  /** The worker dies at the n-th call of a site from now on, before or after it. */
  public void killAt(int call) {
    at(call, LocalInstallation::kill);
  }

  /** The worker is held up at the n-th call of a site from now on while something happens. */
  public void at(int call, Runnable happens) {
    calls = 0;
    killAt = call;
    event = happens;
  }

  private static void kill() {
    throw new Killed();
  }

  public int calls() {
    return calls;
  }

  public RedisSite site(Attempt attempt) {
    return new LocalSite(attempt);
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      crash();
    }
  }

  /** Each call has two points to die at: before it, and after it with the answer lost. */
  private <T> T at(Work<T> work) {
    die();
    try {
      T result = work.run();
      die();
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void die() {
    if (++calls == killAt) {
      killAt = Integer.MAX_VALUE;
      event.run();
    }
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private final class LocalSite implements RedisSite {
    private final Attempt attempt;

    private LocalSite(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public void fence() {
      if (attempt.ref().fence() < highestFence) {
        throw AttemptEnded.superseded(highestFence);
      }
      highestFence = attempt.ref().fence();
    }

    @Override
    public void confirmFence() {
      fence();
    }

    @Override
    public void release() {}

    @Override
    public Optional<Running> running() {
      return isUp() ? Optional.of(new LocalRunning("pod-" + pods)) : Optional.empty();
    }

    /** The workload is scaled by a guarded patch that leaves the token on it. */
    private void scales() {
      if (attempt.ref().fence() < scaledBy) {
        throw AttemptEnded.superseded(scaledBy);
      }
      scaledBy = attempt.ref().fence();
    }

    @Override
    public void stop() {
      at(() -> {
        scales();
        down();
        return "";
      });
    }

    @Override
    public Running start() {
      return at(() -> {
        scales();
        helperOf = 0;
        up();
        return new LocalRunning("pod-" + pods);
      });
    }

    /** A helper pod belongs to one attempt; a successor's replaces it. */
    @Override
    public Volume open() {
      if (helperOf > attempt.ref().fence()) {
        throw AttemptEnded.superseded(helperOf);
      }
      if (isUp()) {
        throw new AssertionError("A helper on the volume of a running server");
      }
      helperOf = attempt.ref().fence();
      return new LocalVolume(() -> helperOf == attempt.ref().fence());
    }

    @Override
    public void close() {}
  }

  private final class LocalRunning implements RedisSite.Running {
    private final String uid;

    private LocalRunning(String uid) {
      this.uid = uid;
    }

    @Override
    public String podUid() {
      return uid;
    }

    @Override
    public RedisServer connect() {
      return at(() -> {
        if (process == null || !uid.equals("pod-" + pods)) {
          throw StageProblem.passing(ProblemCode.CONNECTION_LOST, "down");
        }
        return new RedisServer(process.connect(), "redis");
      });
    }

    @Override
    public Volume volume() {
      return new LocalVolume(() -> isUp() && uid.equals("pod-" + pods));
    }
  }

  private final class LocalVolume implements Volume {

    private final BooleanSupplier there;

    /**
     * @param there whether the pod that mounts it still exists
     */
    private LocalVolume(BooleanSupplier there) {
      this.there = there;
    }

    private <T> T inPod(Work<T> work) {
      return at(() -> {
        if (!there.getAsBoolean()) {
          throw StageProblem.passing(ProblemCode.CONNECTION_LOST, "the pod is gone");
        }
        return work.run();
      });
    }

    @Override
    public String folder() {
      return folder.toString();
    }

    @Override
    public ExecResult run(String what, String script, String... arguments) {
      return inPod(() -> {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().merge("PATH", binary.getParent() + ":", (old, own) -> own + old);
        Process shell = builder.start();
        String out = new String(shell.getInputStream().readAllBytes());
        String err = new String(shell.getErrorStream().readAllBytes());
        try {
          return new ExecResult(shell.waitFor(), out, err, true);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      });
    }

    @Override
    public void upload(String path, PodFiles.Source source, PodFiles.Meter meter) {
      inPod(() -> {
        Path target = Path.of(path);
        Files.createDirectories(target.getParent());
        Path part = Path.of(path + ".part");
        try (InputStream in = source.open(0)) {
          Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        die();
        if (!there.getAsBoolean()) {
          throw StageProblem.passing(ProblemCode.CONNECTION_LOST, "the pod is gone");
        }
        if (!sha256(part).equals(source.sha256())) {
          throw new IOException("other bytes arrived");
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        return "";
      });
    }

    @Override
    public PodFiles.Content download(String path, OutputStream to, PodFiles.Meter meter) {
      return inPod(
          () -> new PodFiles.Content(Files.copy(Path.of(path), to), sha256(Path.of(path))));
    }

    @Override
    public void close() {}
  }

  public static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }
}
