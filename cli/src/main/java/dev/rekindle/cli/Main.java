package dev.rekindle.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry of the command line. */
@Command(
    name = "rekindle",
    mixinStandardHelpOptions = true,
    description = "Restores applications after a disaster.",
    subcommands = {
      RestoreCommand.class,
      PlanCommand.class,
      BackupCommand.class,
      AlertCommand.class,
      ListCommand.Applications.class,
      ListCommand.Clusters.class,
      TokenCommand.class,
      WhoamiCommand.class
    })
public final class Main {

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, command, parsed) -> {
      command.getErr().println("rekindle: " + failure.getMessage());
      return failure instanceof CoordinatorAway ? 3 : 1;
    });
    return line;
  }
}
