package dev.rekindle.system;

import dev.rekindle.system.demo.Story;
import dev.rekindle.system.process.ChildProcess;
import dev.rekindle.system.stack.Service;
import dev.rekindle.system.stack.Stack;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what runs. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says what runs, and where. Exit status 1 when nothing does.")
final class StatusCommand implements Callable<Integer> {

  @Mixin Place place = new Place();

  @Override
  public Integer call() {
    Stack stack = new Stack(place.layout());
    if (stack.processes().isEmpty()) {
      System.out.println("nothing is running");
      return 1;
    }
    print(Story.onStandardOutput(), stack);
    return 0;
  }

  private static String ready(Duration after) {
    return String.format(Locale.ROOT, "ready after %4.1f s  ", after.toMillis() / 1000.0);
  }

  static void print(Story story, Stack stack) {
    for (ChildProcess process : stack.processes()) {
      story.line(
          String.format(
              Locale.ROOT,
              "%-14s pid %-8d %4d MiB  %s%s",
              process.name(),
              process.pid(),
              process.residentBytes() >> 20,
              process.readyAfter().map(StatusCommand::ready).orElse(""),
              process.log()));
    }
    for (Service service : Service.values()) {
      story.line(String.format(Locale.ROOT, "%-14s %s", service.label(), stack.url(service)));
    }
    story.line("kubeconfig     " + stack.description().kubeconfig());
  }
}
