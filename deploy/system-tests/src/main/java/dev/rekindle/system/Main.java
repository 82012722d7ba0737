package dev.rekindle.system;

import dev.rekindle.system.stack.ForeignFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The verbs of the launcher that need processes: demo, up, bench, the matrices, the traps and the
 * like.
 */
@Command(
    name = "rekindle",
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      BenchCommand.class,
      RedisBenchCommand.Matrix.class,
      CrashMatrixCommand.class,
      TrapsCommand.class
    })
public final class Main {

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler((failure, command, parsed) -> {
      command.getErr().println("rekindle: " + failure.getMessage());
      return failure instanceof ForeignFolder ? 2 : 1;
    });
    return line;
  }
}
