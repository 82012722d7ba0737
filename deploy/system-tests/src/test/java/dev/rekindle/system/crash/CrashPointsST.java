package dev.rekindle.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.system.Proof;
import dev.rekindle.system.demo.Story;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Service;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore in which each process is killed at points of the list; crash-matrix tries them all. */
class CrashPointsST {

  /** Of each process; more take longer than a build should. */
  private static final int POINTS = 1;

  /** Chooses points that every restore reaches. */
  private static final long SEED = 2;

  @TempDir Path home;

  @Test
  void killed_exactly_at_points_of_every_process_a_restore_ends_with_everything_there_once() {
    Path root = Path.of("").toAbsolutePath().getParent().getParent();
    try (CrashMatrix matrix =
        new CrashMatrix(new Layout(root, home), new Story(System.out, false))) {

      CrashMatrix.Result result = matrix.run(new CrashChoice(SEED, 1, 1, POINTS, ""), 1);

      Proof.record(
          "restore killed at points",
          result.count("exact: ") + result.count("final: "),
          result.count("counted: ") + result.count("the command of "));
      assertThat(result.problems()).isEmpty();
      assertThat(result.missed()).isEmpty();
      assertThat(result.rows()).hasSize(POINTS * Service.values().length);
    }
  }
}
