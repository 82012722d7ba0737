package dev.rekindle.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Completion for shells. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what makes a shell complete commands and options.",
      "In bash, and in zsh with bashcompinit: source <(./rekindle completion)"
    })
final class CompletionCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    System.out.println(AutoComplete.bash("rekindle", Main.commandLine()));
    return 0;
  }
}
