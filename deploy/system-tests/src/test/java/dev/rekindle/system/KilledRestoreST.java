package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.system.demo.Demo;
import dev.rekindle.system.demo.DemoOptions;
import dev.rekindle.system.demo.DemoResult;
import dev.rekindle.system.demo.Story;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Service;
import dev.rekindle.system.stack.Stack;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's restore while each process of Rekindle is killed at a moment that a seed decides. */
@Tag("long")
class KilledRestoreST {

  @TempDir Path home;

  @Test
  void a_restore_goes_on_where_it_was_when_coordinator_and_workers_are_killed() {
    Path root = Path.of("").toAbsolutePath().getParent().getParent();
    try (Stack stack = new Stack(new Layout(root, home))) {
      stack.startSandbox(1, 7);
      stack.startServices();

      DemoResult result =
          new Demo(stack, new Story(System.out, false), new DemoOptions(true, 7, 1)).run();

      Proof.record("restore with kills", result.lost(), result.duplicated());
      assertThat(result.killed()).contains(Service.values());
      assertThat(result.good()).as(result.toString()).isTrue();
    }
  }
}
