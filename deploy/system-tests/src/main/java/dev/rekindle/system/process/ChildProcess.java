package dev.rekindle.system.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One process of the installation. It lives in a session of its own, so that it survives the
 * launcher of {@code up}; its pid is in a file, so that {@code down} finds it again.
 */
public final class ChildProcess {

  /** Where programs are, for a child of an environment that does not say. */
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final String name;
  private final ProcessHandle handle;
  private final Path log;
  private volatile Optional<Duration> readyAfter = Optional.empty();

  private ChildProcess(String name, ProcessHandle handle, Path log) {
    this.name = name;
    this.handle = handle;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param runFolder where {@code NAME.pid} and {@code NAME.log} go; the log is appended to
   */
  public static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path runFolder) {
    try {
      Files.createDirectories(runFolder);
      Path log = runFolder.resolve(name + ".log");
      ProcessBuilder builder = new ProcessBuilder(detached(command)).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(locale());
      builder.environment().putIfAbsent("PATH", PATH);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      Files.writeString(pidFile(runFolder, name), Long.toString(process.pid()));
      return new ChildProcess(name, process.toHandle(), log);
    } catch (IOException e) {
      throw new CompletionException("Cannot start " + name, e);
    }
  }

  /** A process that an earlier launcher started; empty when it is gone. */
  public static Optional<ChildProcess> running(String name, Path runFolder) {
    try {
      Path file = pidFile(runFolder, name);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readString(file).strip());
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          // A pid that was given to somebody else after a reboot must not be killed by us.
          .filter(handle ->
              handle.info().command().map(command -> command.endsWith("java")).orElse(true))
          .map(handle -> new ChildProcess(name, handle, runFolder.resolve(name + ".log")));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return handle.pid();
  }

  public boolean alive() {
    return handle.isAlive();
  }

  /** Where its output goes. */
  public Path log() {
    return log;
  }

  /** Time of its start, as the operating system knows it. */
  public Instant startedAt() {
    return handle.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Remembers that it is ready now. */
  public void ready() {
    readyAfter = Optional.of(Duration.between(startedAt(), Instant.now()));
  }

  /** From its start to when somebody saw that it was ready; empty when nobody waited for it. */
  public Optional<Duration> readyAfter() {
    return readyAfter;
  }

  /** Processor time so far; nothing when the operating system does not tell. */
  public Duration cpu() {
    return handle.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Resident memory in bytes; 0 when the operating system does not tell. */
  public long residentBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + handle.pid() + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D+", "")) * 1024;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** SIGKILL, and waits until it is gone. */
  public void kill() {
    handle.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  /** SIGKILL to it and to all it started, as in a power cut; waits until all are gone. */
  public void killAll() {
    List<ProcessHandle> descendants = handle.descendants().toList();
    kill();
    descendants.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle descendant : descendants) {
      Await.until(
          Duration.ofSeconds(10),
          () -> name + "'s process " + descendant.pid() + " to end",
          () -> !descendant.isAlive());
    }
  }

  /** SIGTERM, and SIGKILL to it and all it started when it has not ended in time. */
  public void stop(Duration patience) {
    List<ProcessHandle> descendants = handle.descendants().toList();
    handle.destroy();
    awaitExit(patience);
    handle.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private void awaitExit(Duration patience) {
    try {
      handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // The caller looks at alive(); a process that does not end is not an error of this method.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Java takes the encoding of file names from the locale, and backups have names of all sorts. A
   * locale that cannot spell them, such as that of an empty environment, is not handed on.
   */
  private static Map<String, String> locale() {
    return "UTF-8".equals(System.getProperty("sun.jnu.encoding"))
        ? Map.of()
        : Map.of("LC_ALL", "C.UTF-8");
  }

  private static List<String> detached(List<String> command) {
    if (!Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      return command;
    }
    List<String> whole = new ArrayList<>(List.of("/usr/bin/setsid"));
    whole.addAll(command);
    return whole;
  }

  private static Path pidFile(Path runFolder, String name) {
    return runFolder.resolve(name + ".pid");
  }
}
