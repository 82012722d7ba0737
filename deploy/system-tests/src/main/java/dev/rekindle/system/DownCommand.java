package dev.rekindle.system;

import dev.rekindle.system.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops everything. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description =
        "Stops the sandbox and the services, and removes the installation's folder with all its data.")
final class DownCommand implements Callable<Integer> {

  @Mixin Place place = new Place();

  @Option(names = "--keep-data", description = "Leave the data, so that 'up' goes on with it.")
  boolean keepData;

  @Override
  public Integer call() {
    Stack stack = new Stack(place.layout());
    int running = stack.processes().size();
    stack.close();
    if (!keepData) {
      // What is not an installation is refused here, with nothing touched.
      stack.layout().delete();
    }
    System.out.println(
        "stopped "
            + running
            + " processes"
            + (keepData ? "" : " and removed " + stack.layout().home()));
    return 0;
  }
}
