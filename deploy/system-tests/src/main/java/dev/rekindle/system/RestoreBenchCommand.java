package dev.rekindle.system;

import dev.rekindle.system.bench.restore.RestoreBench;
import dev.rekindle.system.demo.Story;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Stack;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A whole restore by Rekindle and by the documented procedure. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "The same disaster again and again, restored from the same backup in turns by Rekindle and by the",
      "documented procedure. Rekindle's time is from the start to the success, checks, approval, safety copies and",
      "proofs included; the procedure's is that of its script, typed without a pause. The second ratio leaves out",
      "what the stand-in for oc takes to start. 'lost' and 'duplicated' are Rekindle's."
    })
final class RestoreBenchCommand implements Callable<Integer> {

  @Mixin Place place = new Place();

  @Option(
      names = "--size",
      description = "Size of the generated data (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  int size;

  @Option(
      names = "--rounds",
      description = "Restores by each (default: ${DEFAULT-VALUE}).",
      defaultValue = "3")
  int rounds;

  @Override
  public Integer call() throws IOException {
    Layout layout = place.layoutApart("bench");
    Story story = Story.onStandardOutput();
    Stack stack = new Stack(layout);
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    story.chapter("Starting servers, the simulated 3scale and Rekindle");
    stack.startSandbox(size, 1);
    stack.startServices();
    RestoreBench.Result result = new RestoreBench(stack, story).run(rounds);
    stack.close();
    layout.delete();
    System.out.printf(
        Locale.ROOT,
        "RESULT name=bench-restore size=%d rounds=%d rekindle_seconds=%.1f documented_seconds=%.1f ratio=%.2f"
            + " ratio_without_oc_start=%.2f documented_oc_calls=%d documented_repairs=%d documented_lost=%d"
            + " lost=%d duplicated=%d%n",
        size,
        rounds,
        result.rekindle(),
        result.documented(),
        result.rekindle() / result.documented(),
        result.rekindle() / result.documentedWithoutStarts(),
        result.calls(),
        result.repairs(),
        result.documentedLost(),
        result.lost(),
        result.duplicated());
    return result.lost() + result.duplicated() == 0 ? 0 : 1;
  }
}
