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
      PolicyCommand.class,
      AlertCommand.class,
      ListCommand.Applications.class,
      ListCommand.Clusters.class,
      TokenCommand.class,
      KafkaCommand.class,
      WhoamiCommand.class,
      ContextCommand.class,
      CompletionCommand.class
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:done; of a restore that is watched: it succeeded",
      "1:refused, not as it should be, or a restore that did not succeed",
      "2:wrong usage",
      "3:the coordinator cannot be reached"
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
