package dev.rekindle.system;

import dev.rekindle.system.demo.Story;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Stack;
import dev.rekindle.system.traps.TrapRun;
import dev.rekindle.system.traps.TrapsPage;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the documented restore of 3scale loses, and what Rekindle does. */
@Command(
    name = "traps",
    mixinStandardHelpOptions = true,
    description = {
      "Restores the same 3scale from the same backup by Rekindle and by the documented procedure, plays the",
      "traps of the latter, and writes docs/threescale-traps.md. Exit status 0 only when each trap was seen to",
      "do harm and Rekindle to avoid it. Takes some minutes. 'lost' and 'duplicated' are Rekindle's."
    })
final class TrapsCommand implements Callable<Integer> {

  @Mixin Place place = new Place();

  @Option(
      names = "--seed",
      description = "Decides the data (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  long seed;

  @Option(names = "--keep", description = "Leave logs and data behind, and say where.")
  boolean keep;

  @Override
  public Integer call() throws IOException {
    Layout layout = place.layoutApart("traps");
    Story story = Story.onStandardOutput();
    Stack stack = new Stack(layout);
    Thread cleanUp = new Thread(stack::close, "clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    story.chapter("Starting servers, the simulated 3scale and Rekindle");
    stack.startSandbox(1, seed);
    stack.startServices();
    TrapRun.Result result = new TrapRun(stack, story).run();
    TrapsPage.write(layout.root(), result);
    stack.close();
    if (keep || !result.good()) {
      story.line("logs are in " + layout.run());
    } else {
      layout.delete();
    }
    System.out.printf(
        Locale.ROOT,
        "RESULT name=traps rows=%d shown=%d avoided=%d repairs=%d seconds=%.0f lost=%d duplicated=%d%n",
        result.traps().size(),
        result.biting(),
        result.avoided(),
        result.repairs().size(),
        result.took().toMillis() / 1000.0,
        result.rekindle().lost(),
        result.rekindle().surplus());
    return result.good() ? 0 : 1;
  }
}
