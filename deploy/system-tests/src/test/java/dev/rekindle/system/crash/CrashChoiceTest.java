package dev.rekindle.system.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.system.stack.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashChoiceTest {

  @Test
  void the_list_has_points_in_every_process_and_names_none_twice() {
    List<CrashPoint.Target> all = CrashMatrix.all();

    assertThat(all).hasSizeGreaterThan(150).doesNotHaveDuplicates();
    Arrays.stream(Service.values())
        .forEach(service ->
            assertThat(all).filteredOn(t -> t.service() == service).hasSizeGreaterThan(20));
  }

  /** An agent notices a method that is gone, but not a class that is never loaded. */
  @Test
  void every_point_is_in_a_class_that_is_there() {
    Path root = Path.of("").toAbsolutePath().getParent().getParent();
    for (CrashPoint point : CrashPoints.all()) {
      String owner = point.line().split("\\s+")[1].replaceFirst("#.*", "");
      assertThat(Stream.of("coordinator", "worker-kit", "worker-db", "worker-redis", "worker-k8s"))
          .as(point.line())
          .anyMatch(module ->
              Files.exists(
                  root.resolve(module)
                      .resolve("target/classes")
                      .resolve(owner.replace('.', '/') + ".class")));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 77})
  void every_point_is_tried_once_and_no_process_dies_too_often_in_one_restore(long seed) {
    List<List<CrashPoint.Target>> rounds =
        new CrashChoice(seed, 1, 1, 0, "").rounds(CrashMatrix.all());

    assertThat(rounds.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(CrashMatrix.all());
    for (List<CrashPoint.Target> round : rounds) {
      for (Service service : Service.values()) {
        assertThat(round)
            .filteredOn(t -> t.service() == service && t.service() != Service.COORDINATOR)
            .hasSizeLessThanOrEqualTo(12);
        assertThat(round)
            .filteredOn(t -> t.service() == service && t.check())
            .hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void parts_are_the_whole_together() {
    List<CrashPoint.Target> together = new ArrayList<>();
    for (int part = 1; part <= 3; part++) {
      new CrashChoice(5, part, 3, 0, "").rounds(CrashMatrix.all()).forEach(together::addAll);
    }

    assertThat(together).containsExactlyInAnyOrderElementsOf(CrashMatrix.all());
    assertThatThrownBy(() -> new CrashChoice(5, 4, 3, 0, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_variant_that_is_passed_and_not_listed_is_missed_unless_the_list_is_open() {
    CrashPoint closed =
        CrashPoints.read("worker-db done some.Type#work leave 1.class | Dump Import").getFirst();
    CrashPoint open =
        CrashPoints.read("worker-db done some.Type#work leave 1.class | Dump ...").getFirst();

    assertThat(closed.misses(Service.WORKER_DB, "done.Dump")).isFalse();
    assertThat(closed.misses(Service.WORKER_DB, "done.Query")).isTrue();
    assertThat(open.misses(Service.WORKER_DB, "done.Query")).isFalse();
  }
}
