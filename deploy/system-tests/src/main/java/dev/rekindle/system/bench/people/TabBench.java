package dev.rekindle.system.bench.people;

import dev.rekindle.contract.stage.Pool;
import dev.rekindle.system.bench.AnsweringWorker;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a browser's tab costs that shows a long restore: stages in waves, each of which tells
 * progress every second. The browser is driven by {@code e2e/tab.mjs}, which prints what it sees.
 */
public final class TabBench implements AutoCloseable {

  private static final int WAVES = 20;
  private static final int AT_ONCE = 10;

  private final Path console;
  private final LoneCoordinator coordinator;
  private final AnsweringWorker worker;
  private final int minutes;

  public TabBench(Layout layout, Path console, int minutes) {
    this.console = console;
    this.minutes = minutes;
    coordinator =
        new LoneCoordinator(
            layout,
            Map.of(
                "applications.yaml", LoneCoordinator.applications(1), "plans/bench.yaml", plan()));
    int seconds = minutes * 60 / WAVES;
    worker = new AnsweringWorker(coordinator.broker(), Pool.K8S, List.of("bench"), seconds);
  }

  /** Whether the console's packages, with what drives a browser, are installed here. */
  public static boolean possible(Path console) {
    return Files.exists(console.resolve("node_modules/.rekindle-lock"));
  }

  /** Each stage needs one of the wave before. */
  private static String plan() {
    StringBuilder yaml = new StringBuilder("name: bench\nrto: PT1H\nstages:\n");
    for (int wave = 1; wave <= WAVES; wave++) {
      for (int lane = 1; lane <= AT_ONCE; lane++) {
        yaml.append(
            "  - {id: s-%d-%d, kind: k8s.start, needs: [%s], workloads: [deployment/nothing]}%n"
                .formatted(wave, lane, wave == 1 ? "" : "s-%d-%d".formatted(wave - 1, lane)));
      }
    }
    return yaml.toString();
  }

  /** Exit code of the browser's program, which prints the figures. */
  public int run() throws IOException, InterruptedException {
    String restore = coordinator.startRestore("a tab");
    Process browser =
        new ProcessBuilder(
                "node",
                "e2e/tab.mjs",
                coordinator.url() + "/console/restores/" + restore + "/stages",
                Integer.toString(minutes))
            .directory(console.toFile())
            .inheritIO()
            .start();
    try {
      return browser.waitFor();
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
    }
  }

  @Override
  public void close() {
    worker.close();
    coordinator.close();
  }
}
