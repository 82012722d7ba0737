package dev.rekindle.sandbox.cluster.kubelet;

import dev.rekindle.sandbox.cluster.api.Pods;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts commands of containers, as processes of the host or as programs of this JVM. */
final class Launcher {
  private final ProcessGroups groups;
  private final String root;

  Launcher(ProcessGroups groups, Path root) {
    this.groups = groups;
    this.root = root.toString();
  }

  /** The main command; what it writes goes to the log. */
  Execution main(ContainerContext context, Image image, Path log) throws IOException {
    Optional<Image.Program> program = image.program(context, context.command());
    if (program.isPresent()) {
      OutputStream out =
          Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return new ProgramExecution(
          program.get(), context, new Pods.Streams(InputStream.nullInputStream(), out, out));
    }
    ProcessBuilder builder = builder(context, context.command());
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(new File("/dev/null"));
    return new ProcessExecution(groups, groups.start(builder));
  }

  /** A command beside the main one. */
  Execution exec(ContainerContext context, Image image, List<String> command, Pods.Streams streams)
      throws IOException {
    Optional<Image.Program> program = image.program(context, command);
    if (program.isPresent()) {
      return new ProgramExecution(program.get(), context, streams);
    }
    Process process = groups.start(builder(context, command));
    return new PipedExecution(
        new ProcessExecution(groups, process), process, streams, root, context.paths());
  }

  private ProcessBuilder builder(ContainerContext context, List<String> command)
      throws IOException {
    List<String> argv = context.paths().toHost(command);
    String program = argv.isEmpty() ? "" : argv.getFirst();
    if (!exists(program, context.environment())) {
      String shown = command.isEmpty() ? "" : command.getFirst();
      String why =
          shown.contains("/")
              ? "stat " + shown + ": no such file or directory"
              : "executable file not found in $PATH";
      throw new IOException("exec: \"" + shown + "\": " + why + ": unknown");
    }
    ProcessBuilder builder = new ProcessBuilder(argv).directory(context.scratch().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(context.environment());
    return builder;
  }

  private static boolean exists(String program, Map<String, String> environment) {
    if (program.contains("/")) {
      return Files.isExecutable(Path.of(program));
    }
    String path = environment.getOrDefault("PATH", "");
    for (String directory : path.split(":", -1)) {
      if (!program.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }
}
