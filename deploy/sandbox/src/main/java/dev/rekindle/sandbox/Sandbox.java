package dev.rekindle.sandbox;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry of the sandbox's own process. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = "Real servers, a simulated cluster and a simulated 3scale on one machine.",
    subcommands = {StartCommand.class, ServersCommand.class})
public final class Sandbox {

  public static void main(String[] args) {
    System.exit(new CommandLine(new Sandbox()).execute(args));
  }
}
