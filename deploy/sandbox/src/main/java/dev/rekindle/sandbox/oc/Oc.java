package dev.rekindle.sandbox.oc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Entry of the stand-in; exit codes and texts are those of {@code oc}. */
public final class Oc {

  private final Api api;
  private final PrintStream out;

  private Oc(Api api, PrintStream out) {
    this.api = api;
    this.out = out;
  }

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int exit;
    try {
      if (args.length == 0) {
        throw new Failure(
            "error: get, patch, apply, edit, scale, rollout, cp, rsync, rsh or exec?");
      }
      List<String> rest = Arrays.asList(args).subList(1, args.length);
      exit = new Oc(Api.ofKubeconfig(), out).run(args[0], Arguments.of(args[0], rest));
    } catch (Failure e) {
      System.err.println(e.getMessage());
      exit = e.exit();
    } catch (IOException e) {
      System.err.println("error: " + e);
      exit = 1;
    }
    out.flush();
    // An exec may have left a thread that reads an input which never ends.
    Runtime.getRuntime().halt(exit);
  }

  private int run(String verb, Arguments arguments) throws IOException {
    Editing editing = new Editing(api, out);
    switch (verb) {
      case "get" -> get(arguments);
      case "patch" ->
          editing.patch(
              Resource.of(arguments, 0), arguments.option("type"), arguments.option("patch"));
      case "apply" -> editing.apply(Path.of(arguments.option("filename")));
      case "edit" -> editing.edit(Resource.of(arguments, 0));
      case "delete" -> {
        Resource resource = Resource.of(arguments, 0);
        api.delete(resource);
        out.println(resource + " deleted");
      }
      case "scale" -> scale(Resource.of(arguments, 0), arguments.option("replicas"));
      case "rollout" -> {
        return rollout(arguments);
      }
      case "cp" -> {
        return new Copying(new PodExec(api))
            .file(Path.of(arguments.word(0, "the source")), pod(arguments), folder(arguments));
      }
      case "rsync" -> {
        return new Copying(new PodExec(api))
            .folder(Path.of(arguments.word(0, "the source")), pod(arguments), folder(arguments));
      }
      case "rsh", "exec" -> {
        String pod = arguments.word(0, "the pod").replaceFirst("^pods?/", "");
        return new PodExec(api)
            .run(
                pod, arguments.option("container"), arguments.rest(), null, System.out, System.err);
      }
      default -> throw new Failure("error: unknown command \"" + verb + "\" for this stand-in");
    }
    return 0;
  }

  private static String pod(Arguments arguments) {
    String target = arguments.word(1, "the destination");
    int colon = target.indexOf(':');
    if (colon < 0) {
      throw new Failure("error: this stand-in copies into pods only: POD:PATH");
    }
    return target.substring(0, colon);
  }

  private static String folder(Arguments arguments) {
    String target = arguments.word(1, "the destination");
    return target.substring(target.indexOf(':') + 1);
  }

  private int rollout(Arguments arguments) throws IOException {
    Rollout rollout = new Rollout(api, out);
    Resource resource = Resource.of(arguments, 1);
    switch (arguments.word(0, "latest, restart or status")) {
      case "latest" -> rollout.latest(resource);
      case "restart" -> rollout.restart(resource);
      case "status" -> {
        return rollout.status(resource);
      }
      default -> throw new Failure("error: unknown command for rollout");
    }
    return 0;
  }

  private void scale(Resource resource, String replicas) {
    ObjectNode patch = Api.JSON.createObjectNode();
    patch.putObject("spec").put("replicas", Integer.parseInt(replicas));
    JsonNode _ = api.patch(resource, "/scale", "merge", patch.toString());
    out.println(resource + " scaled");
  }

  private void get(Arguments arguments) {
    Resource resource = Resource.of(arguments, 0);
    String selector = arguments.option("selector");
    JsonNode found = api.get(resource, selector.isEmpty() ? "" : "?labelSelector=" + selector);
    String output = arguments.option("output");
    if (output.startsWith("jsonpath=")) {
      out.print(JsonPath.print(output.substring("jsonpath=".length()), found));
    } else if (output.equals("json")) {
      out.println(found.toPrettyString());
    } else if (output.equals("name")) {
      found
          .path("items")
          .forEach(item ->
              out.println(resource.kind().plural() + "/" + item.at("/metadata/name").asText()));
    } else {
      throw new Failure("error: this stand-in prints -o json, -o name and -o jsonpath=...");
    }
  }
}
