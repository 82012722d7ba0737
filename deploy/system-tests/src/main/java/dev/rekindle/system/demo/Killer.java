package dev.rekindle.system.demo;

import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.StageView;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Service;
import dev.rekindle.system.stack.Stack;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Kills coordinator and workers with SIGKILL while they are at work, and starts them again: each at
 * least once, in an order and at moments that a seed decides.
 */
final class Killer implements Runnable {

  private final Stack stack;
  private final Story story;
  private final Supplier<RestoreView> restore;
  private final Random random;
  private final Deque<Service> victims = new ArrayDeque<>();
  private volatile boolean over;
  private final List<Service> killed = new CopyOnWriteArrayList<>();

  Killer(Stack stack, Story story, Supplier<RestoreView> restore, long seed) {
    this.stack = stack;
    this.story = story;
    this.restore = restore;
    this.random = new Random(seed);
    List<Service> order = new ArrayList<>(Arrays.asList(Service.values()));
    Collections.shuffle(order, random);
    victims.addAll(order);
  }

  /** Those that were at work when they were killed. */
  List<Service> killed() {
    return List.copyOf(killed);
  }

  void stop() {
    over = true;
  }

  @Override
  public void run() {
    while (!over && !victims.isEmpty()) {
      RestoreView seen = restore.get();
      victims.stream()
          .filter(victim -> busy(victim, seen))
          .findFirst()
          .ifPresent(victim -> {
            victims.remove(victim);
            killAndRestart(victim, seen);
          });
      Await.pause(Duration.ofMillis(50 + random.nextInt(400)));
    }
  }

  /** A coordinator is in the middle of its work whenever something runs. */
  private static boolean busy(Service victim, RestoreView seen) {
    return seen.state().equals("RUNNING")
        && seen.stages().stream()
            .filter(StageView::running)
            .anyMatch(stage -> victim.runs(stage.kind()));
  }

  private void killAndRestart(Service victim, RestoreView seen) {
    List<String> running =
        seen.stages().stream()
            .filter(StageView::running)
            .filter(s -> victim.runs(s.kind()))
            .map(StageView::id)
            .toList();
    stack.kill(victim);
    killed.add(victim);
    story.line("SIGKILL " + victim.label() + " while it was at " + String.join(", ", running));
    Await.pause(Duration.ofMillis(200 + random.nextInt(800)));
    stack.start(victim);
    story.line("started " + victim.label() + " again");
  }
}
