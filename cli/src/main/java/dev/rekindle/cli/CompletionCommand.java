package dev.rekindle.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Completion for shells. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what makes bash, and zsh with bashcompinit, complete commands and options:",
      "source <(./rekindle completion)"
    })
final class CompletionCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    System.out.println(AutoComplete.bash("rekindle", Main.commandLine()));
    return 0;
  }
}
