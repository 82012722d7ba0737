package dev.rekindle.system;

import dev.rekindle.system.demo.Demo;
import dev.rekindle.system.demo.DemoOptions;
import dev.rekindle.system.demo.DemoResult;
import dev.rekindle.system.demo.Story;
import dev.rekindle.system.record.Recorder;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole story. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Breaks a 3scale installation, restores it from an alert, and proves that the data is what it was.",
      "Exit status 0 only when it is; with --kill also only when each process was killed at its work.",
      "In the RESULT line, 'lost' counts what is missing or changed, 'duplicated' rows, keys, files and",
      "restores too many."
    })
final class DemoCommand implements Callable<Integer> {

  @Mixin Place place = new Place();

  @Option(
      names = "--kill",
      description = "Kill coordinator and workers with SIGKILL in the middle of their work.")
  boolean kill;

  @Option(
      names = "--size",
      description = "Size of the generated data (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  int size;

  @Option(
      names = "--seed",
      description = "Decides the data and the moments of the kills (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  long seed;

  @Option(
      names = "--keep",
      description = "Leave everything running at the end and print the addresses.")
  boolean keep;

  @Option(
      names = "--record",
      hidden = true,
      description = "Writes all facts and messages into this folder, for a release.")
  @Nullable Path record;

  @Override
  public Integer call() throws IOException {
    Story story = Story.onStandardOutput();
    Layout layout = place.layout();
    Stack old = new Stack(layout);
    if (!old.processes().isEmpty()) {
      story.line(
          "an installation runs in " + layout.home() + "; stop it with './rekindle down' first");
      return 1;
    }
    layout.delete();
    layout.claim();
    Stack stack = new Stack(layout);
    Thread cleanUp = new Thread(stack::close, "clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    DemoResult result = tell(story, stack);
    if (record != null) {
      new Recorder(stack.description().broker()).write(record);
    }
    finish(story, stack, cleanUp, result);
    System.out.printf(
        Locale.ROOT,
        "RESULT name=demo ok=%s seconds=%.1f rto_seconds=%.1f stages=%d kills=%d lost=%d duplicated=%d%n",
        result.good(),
        story.sinceStart().toMillis() / 1000.0,
        result.rto().toMillis() / 1000.0,
        result.restore().stages().size(),
        result.kills(),
        result.lost(),
        result.duplicated());
    return result.good() ? 0 : 1;
  }

  private DemoResult tell(Story story, Stack stack) {
    story.chapter("Starting servers and the simulated 3scale");
    stack.startSandbox(size, seed);
    story.chapter("Starting coordinator and workers");
    stack.startServices();
    StatusCommand.print(story, stack);
    return new Demo(stack, story, new DemoOptions(kill, seed, size)).run();
  }

  private void finish(Story story, Stack stack, Thread cleanUp, DemoResult result) {
    if (keep || !result.good()) {
      StatusCommand.print(story, stack);
    }
    if (keep) {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
      story.line("left running; stop it with './rekindle down'");
    } else {
      stack.close();
      if (result.good()) {
        stack.layout().delete();
      }
    }
  }
}
