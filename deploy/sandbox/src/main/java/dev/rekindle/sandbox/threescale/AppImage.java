package dev.rekindle.sandbox.threescale;

import dev.rekindle.sandbox.cluster.kubelet.ContainerContext;
import dev.rekindle.sandbox.cluster.kubelet.Image;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All of 3scale's own images: what a container does follows from its name; {@code rake} is played
 * wherever it is run, as exec or as a Job's command.
 */
final class AppImage implements Image {

  private static final Pattern RAKE = Pattern.compile(".*\\brake ([\\w: ]+).*", Pattern.DOTALL);

  private final CompletableFuture<Surroundings> surroundings;

  AppImage(CompletableFuture<Surroundings> surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public List<String> command() {
    return List.of("run");
  }

  @Override
  public Optional<Program> program(ContainerContext context, List<String> command) {
    boolean main = command.equals(context.command());
    if (main && Roles.isWait(context.container())) {
      return Optional.of((c, streams) -> roles().waitFor(c));
    }
    Matcher rake = RAKE.matcher(String.join(" ", command));
    if (rake.matches()) {
      List<String> tasks = List.of(rake.group(1).strip().split(" +"));
      return Optional.of((c, streams) -> new Rake(surroundings.join(), streams).run(tasks));
    }
    boolean ownCommand = command.equals(command());
    return main && ownCommand ? Optional.of((c, streams) -> roles().play(c)) : Optional.empty();
  }

  private Roles roles() {
    return new Roles(surroundings.join());
  }
}
