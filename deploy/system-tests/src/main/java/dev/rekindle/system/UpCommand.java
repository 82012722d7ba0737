package dev.rekindle.system;

import dev.rekindle.system.demo.Story;
import dev.rekindle.system.stack.Layout;
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
    description =
        "Starts the sandbox and the services, without a disaster, and takes a backup. 'down' stops them.")
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
    Layout layout = place.layout();
    Stack stack = new Stack(layout);
    if (!stack.processes().isEmpty()) {
      story.line("already running; see 'status', or stop it with 'down'");
      return 1;
    }
    if (!layout.installed()) {
      // What a start left that did not come to its end.
      layout.delete();
    }
    layout.claim();
    Thread abandon = new Thread(() -> abandon(stack), "abandon");
    Runtime.getRuntime().addShutdownHook(abandon);
    start(story, stack);
    Runtime.getRuntime().removeShutdownHook(abandon);
    return 0;
  }

  private void start(Story story, Stack stack) {
    story.chapter("Starting servers and the simulated 3scale");
    stack.startSandbox(size, seed);
    story.chapter("Starting coordinator and workers");
    stack.startServices();
    Layout layout = stack.layout();
    if (layout.newestBackup().isEmpty()) {
      story.chapter("Backup");
      stack.sandbox().backup(layout.home().resolve("fingerprint.json")).forEach(story::line);
    }
    StatusCommand.print(story, stack);
    story.line("backup         " + layout.newestBackup().orElse("none"));
    story.line("try: export REKINDLE_URL=" + stack.url(Service.COORDINATOR));
    story.line("     ./rekindle backup list threescale");
    story.line(
        "     ./rekindle restore start threescale --backup newest --dry-run --reason \"try it\"");
  }

  /** Runs when the start failed or was interrupted. */
  private static void abandon(Stack stack) {
    stack.close();
    System.err.println(
        "rekindle: stopped what was started; logs are in "
            + stack.layout().run()
            + (stack.layout().installed()
                ? ", and the data is kept: 'up' goes on with it, 'down' removes it"
                : ", and the next 'up' begins anew"));
  }
}
