package dev.rekindle.system;

import dev.rekindle.system.demo.Story;
import dev.rekindle.system.stack.Service;
import dev.rekindle.system.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything and leaves it running. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts the sandbox and the services, without a disaster. 'down' stops them.")
final class UpCommand implements Callable<Integer> {

  @Mixin Place place = new Place();

  @Option(
      names = "--size",
      description = "Size of the generated data (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  int size;

  @Option(
      names = "--seed",
      description = "Seed of the generated data (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  long seed;

  @Override
  public Integer call() {
    Story story = Story.onStandardOutput();
    Stack stack = new Stack(place.layout());
    if (!stack.processes().isEmpty()) {
      story.line("already running; see 'status', or stop it with 'down'");
      return 1;
    }
    story.chapter("Starting servers and the simulated 3scale");
    stack.startSandbox(size, seed);
    story.chapter("Starting coordinator and workers");
    stack.startServices();
    StatusCommand.print(story, stack);
    story.line("try: REKINDLE_URL=" + stack.url(Service.COORDINATOR) + " ./rekindle application");
    return 0;
  }
}
