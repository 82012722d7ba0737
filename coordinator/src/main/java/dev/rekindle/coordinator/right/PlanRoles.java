package dev.rekindle.coordinator.right;

import dev.rekindle.coordinator.catalog.DirectoryPlans;
import dev.rekindle.coordinator.plan.PlanProblem;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.plan.yaml.PlanReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code rekindle plan roles}: needs a plan, and neither coordinator nor cluster. */
public final class PlanRoles {

  private static final String USAGE =
      """
      Usage: rekindle plan roles PLAN --namespace NAME [options]
      Prints the Roles and RoleBindings that the workers need to carry out a plan, and no more than they
      need. Apply them to the cluster that the application lives in.
            PLAN                  a file, or the name of a plan that comes with Rekindle
            --namespace NAME      where the application lives
            --application NAME    its name in the coordinator's catalogue; the plan's name when absent
            --accounts NAME       where the workers live; 'rekindle' when absent
            --set NAME=VALUE      a parameter of the plan; may be repeated
      Exit status: 0 printed, 1 the plan is not valid, 2 wrong usage.
      """;

  private PlanRoles() {}

  /** The command's main method. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** What was asked for. */
  private record Order(String plan, WorkerRoles roles, Map<String, String> parameters) {}

  static int run(List<String> arguments, PrintStream out, PrintStream problems) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(USAGE);
      return 0;
    }
    Optional<Order> order = order(arguments, problems);
    Optional<String> text = order.flatMap(asked -> text(asked.plan(), problems));
    if (text.isEmpty()) {
      problems.print(USAGE);
      return 2;
    }
    return switch (new PlanReader().read(text.get(), order.orElseThrow().parameters())) {
      case RestorePlan.Outcome.Valid valid -> {
        out.print(order.orElseThrow().roles().of(valid.plan()));
        yield 0;
      }
      case RestorePlan.Outcome.Invalid invalid -> {
        for (PlanProblem problem : invalid.problems()) {
          problems.println(problem.place() + ": " + problem.message() + "; " + problem.remedy());
        }
        yield 1;
      }
    };
  }

  private static Optional<String> text(String plan, PrintStream problems) {
    try {
      Path file = Path.of(plan);
      if (Files.isRegularFile(file)) {
        return Optional.of(Files.readString(file));
      }
      Optional<String> text = new DirectoryPlans(Path.of("no-other-plans")).text(plan);
      if (text.isEmpty()) {
        problems.println("rekindle: there is no file and no plan " + plan);
      }
      return text;
    } catch (IOException e) {
      problems.println("rekindle: cannot read " + plan + ": " + e);
      return Optional.empty();
    }
  }

  private static Optional<Order> order(List<String> arguments, PrintStream problems) {
    Map<String, String> options = new HashMap<>();
    Map<String, String> parameters = new HashMap<>();
    Deque<String> rest = new ArrayDeque<>(arguments);
    String plan = "";
    while (!rest.isEmpty()) {
      String word = rest.pop();
      if (!word.startsWith("--") && plan.isEmpty()) {
        plan = word;
      } else if (!List.of("--namespace", "--application", "--accounts", "--set").contains(word)
          || rest.isEmpty()) {
        problems.println("rekindle: unexpected " + word);
        return Optional.empty();
      } else if (word.equals("--set")) {
        String[] pair = rest.pop().split("=", 2);
        parameters.put(pair[0], pair.length > 1 ? pair[1] : "");
      } else {
        options.put(word, rest.pop());
      }
    }
    String namespace = options.getOrDefault("--namespace", "");
    if (plan.isEmpty() || namespace.isEmpty()) {
      problems.println("rekindle: a plan and --namespace are needed");
      return Optional.empty();
    }
    String application = options.getOrDefault("--application", nameOf(plan));
    parameters.putIfAbsent("application", application);
    parameters.putIfAbsent("namespace", namespace);
    parameters.putIfAbsent("cluster", "any");
    String accounts = options.getOrDefault("--accounts", "rekindle");
    return Optional.of(
        new Order(plan, new WorkerRoles(application, namespace, accounts), parameters));
  }

  private static String nameOf(String plan) {
    String file = String.valueOf(Path.of(plan).getFileName());
    return file.endsWith(".yaml") ? file.substring(0, file.length() - 5) : file;
  }
}
