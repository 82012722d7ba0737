package dev.rekindle.system.documented;

import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.SandboxDescription;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Runs {@code deploy/documented-procedure/restore.sh}, and its {@code oc} for a single call. */
public final class DocumentedProcedure {

  private final Layout layout;
  private final SandboxDescription sandbox;
  private final Consumer<String> listener;

  /**
   * The procedure against a sandbox.
   *
   * @param listener gets each line of output as it comes
   */
  public DocumentedProcedure(Layout layout, SandboxDescription sandbox, Consumer<String> listener) {
    this.layout = layout;
    this.sandbox = sandbox;
    this.listener = listener;
  }

  /**
   * What a run said.
   *
   * @param lines of both outputs
   */
  public record Outcome(int exit, List<String> lines, Duration took) {

    public Outcome {
      lines = List.copyOf(lines);
    }

    /** What a person had to do because the documentation could not go on. */
    public List<String> repairs() {
      return lines.stream()
          .filter(line -> line.startsWith("REPAIR "))
          .map(line -> line.substring("REPAIR ".length()))
          .toList();
    }

    /** The lines as one text. */
    public String text() {
      return String.join("\n", lines);
    }
  }

  /** Restores from a backup set; further options come before it. */
  public Outcome restore(Path backupSet, String... options) {
    List<String> command = new ArrayList<>(List.of(folder().resolve("restore.sh").toString()));
    command.addAll(Arrays.asList(options));
    command.add(backupSet.toString());
    return run(command);
  }

  /** One call of {@code oc}. */
  public Outcome oc(String... arguments) {
    List<String> command = new ArrayList<>(List.of(folder().resolve("oc").toString()));
    command.addAll(Arrays.asList(arguments));
    return run(command);
  }

  /** A command in the first pod of a workload. */
  public Outcome inPod(String workload, String command) {
    String pod =
        oc(
                "get",
                "pods",
                "-l",
                "deployment=" + workload,
                "-o",
                "jsonpath={.items[0].metadata.name}")
            .text();
    return oc("rsh", pod, "bash", "-c", command);
  }

  private Path folder() {
    return layout.root().resolve("deploy/documented-procedure");
  }

  private Outcome run(List<String> command) {
    long began = System.nanoTime();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put("PATH", folder() + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KUBECONFIG", sandbox.kubeconfig());
    List<String> lines = new ArrayList<>();
    try {
      Process process = builder.start();
      try (BufferedReader out = process.inputReader()) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          lines.add(line);
          listener.accept(line);
        }
      }
      return new Outcome(process.waitFor(), lines, Duration.ofNanos(System.nanoTime() - began));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
