package dev.rekindle.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Several coordinators. */
@Command(
    name = "context",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps the addresses of several coordinators by name.",
      "A command takes, in this order: --url, --context, REKINDLE_URL, REKINDLE_CONTEXT, the context in",
      "use, http://127.0.0.1:8080."
    },
    subcommands = {
      ContextCommand.Put.class,
      ContextCommand.Use.class,
      ContextCommand.All.class,
      ContextCommand.Remove.class
    })
final class ContextCommand {

  private static Contexts contexts() {
    return Contexts.ofPerson(System.getenv());
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Keeps a coordinator by name, or changes it.")
  static final class Put implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "What to call it.")
    String name = "";

    @Option(names = "--url", required = true, description = "Its address.")
    String url = "";

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        description = "Holds the token to log in with; where it is is kept, not what it holds.")
    @Nullable Path tokenFile;

    @Override
    public Integer call() {
      contexts().set(name, url, tokenFile);
      return 0;
    }
  }

  @Command(
      name = "use",
      mixinStandardHelpOptions = true,
      description = "Commands go to this coordinator from now on.")
  static final class Use implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The context.")
    String name = "";

    @Override
    public Integer call() {
      contexts().use(name);
      return 0;
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists contexts.")
  static final class All implements Callable<Integer> {
    @Mixin Format format = new Format();

    @Override
    public Integer call() {
      Contexts contexts = contexts();
      String current = Objects.requireNonNullElse(contexts.current(), "");
      ArrayNode items = Api.JSON.createArrayNode();
      contexts
          .all()
          .forEach((name, context) ->
              items
                  .addObject()
                  .put("name", name)
                  .put("url", context.url())
                  .put("tokenFile", context.tokenFile().map(Path::toString).orElse(""))
                  .put("inUse", name.equals(current)));
      format
          .output()
          .rows(items, "NAME=/name", "URL=/url", "TOKEN FILE=/tokenFile", "IN USE=/inUse");
      return 0;
    }
  }

  @Command(name = "remove", mixinStandardHelpOptions = true, description = "Forgets a context.")
  static final class Remove implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The context.")
    String name = "";

    @Override
    public Integer call() {
      contexts().remove(name);
      return 0;
    }
  }
}
