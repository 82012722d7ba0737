package dev.rekindle.worker.k8s.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.worker.k8s.plan.Originals;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageOutcome.TryAgain;
import dev.rekindle.worker.kit.testing.FaultyProxy.Fate;
import dev.rekindle.worker.kit.testing.FaultyProxy.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind over HTTP, cut off from the API server for good at any of its requests, before and
 * after the server did what it was asked: to the cluster that is a killed worker, to the worker a
 * dead API server. It must end with a code and be finished by the next attempt.
 */
class ApiCrashIT {

  private static final int AT_ONCE = 6;

  @TempDir static Path directory;
  private static Shop shop;

  @BeforeAll
  static void start() throws Exception {
    shop = new Shop(directory);
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  @TestFactory
  Stream<DynamicTest> an_attempt_cut_off_at_any_request_is_finished_by_the_next() {
    return Deed.OBJECTS.stream()
        .map(deed -> DynamicTest.dynamicTest(deed.name(), () -> everywhere(deed)));
  }

  private <S extends StageSpec> void everywhere(Deed<S> deed) throws Exception {
    Room clean = deed.room(shop);
    assertThat(deed.run(shop.proxied(), directory, clean, Deed.NEXT)).isInstanceOf(Done.class);
    String end = clean.state();
    List<Callable<Void>> cases = new ArrayList<>();
    for (Cut cut : Cut.all(clean.calls())) {
      cases.add(() -> cut(deed, cut, end));
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<Void> ended : pool.invokeAll(cases)) {
        ended.get();
      }
    }
  }

  /**
   * Where to cut: the n-th of equal requests. How often a look is repeated differs from run to run,
   * so that of equal looks the first two count; and whether a look was cut off before or after it
   * reached the server makes no difference to anybody.
   */
  private record Cut(Request request, int nth, boolean done) {

    static List<Cut> all(List<Request> calls) {
      Map<Request, Integer> seen = new HashMap<>();
      List<Cut> cuts = new ArrayList<>();
      for (Request call : calls) {
        int nth = seen.merge(call, 1, Integer::sum);
        boolean look = call.method().equals("GET");
        if (!look || nth <= 2) {
          cuts.add(new Cut(call, nth, false));
        }
        if (!look) {
          cuts.add(new Cut(call, nth, true));
        }
      }
      return cuts;
    }

    /** Dead from there on. */
    Function<Request, Fate> fate() {
      AtomicInteger seen = new AtomicInteger();
      AtomicBoolean dead = new AtomicBoolean();
      return call -> {
        if (dead.get()) {
          return new Fate.CutBefore();
        }
        if (call.equals(request) && seen.incrementAndGet() == nth) {
          dead.set(true);
          return done ? new Fate.CutAfter() : new Fate.CutBefore();
        }
        return new Fate.Pass();
      };
    }
  }

  private <S extends StageSpec> Void cut(Deed<S> deed, Cut cut, String end) throws Exception {
    String what = deed + ", " + cut;
    Room room = deed.room(shop);
    room.fate(cut.fate());
    StageOutcome first = deed.run(shop.proxied(), directory, room, Deed.FIRST);
    room.fate(Room.PASS);

    StageOutcome second = deed.run(shop.proxied(), directory, room, Deed.NEXT);

    assertThat(first)
        .as(what)
        .satisfiesAnyOf(
            outcome -> assertThat(outcome).isInstanceOf(Done.class),
            outcome ->
                assertThat(((TryAgain) outcome).code())
                    .isIn(ProblemCode.TARGET_UNREACHABLE, ProblemCode.CONNECTION_LOST));
    assertThat(second).as(what).isInstanceOf(Done.class);
    assertThat(room.state()).as(what).isEqualTo(end);
    return null;
  }

  @Test
  void originals_are_kept_although_everything_stands_at_zero_when_the_next_attempt_looks()
      throws Exception {
    // Given
    Room room = Deed.CAPTURE.room(shop);
    room.fate(request -> request.method().equals("POST") ? new Fate.CutAfter() : new Fate.Pass());
    assertThat(Deed.CAPTURE.run(shop.proxied(), directory, room, Deed.FIRST)).isNotNull();
    room.fate(Room.PASS);
    for (String name : List.of("operator", "system-app", "zync")) {
      room.client().apps().deployments().inNamespace(room.namespace()).withName(name).scale(0);
    }

    // When
    StageOutcome outcome = Deed.CAPTURE.run(shop.proxied(), directory, room, Deed.NEXT);

    // Then
    assertThat(outcome).isInstanceOf(Done.class);
    Originals kept = new Originals(((Done) outcome).outputs().get("originals"));
    assertThat(kept.replicas(Fixture.APP)).hasValue(2);
    assertThat(kept.replicas(Deed.OPERATOR)).hasValue(1);
  }
}
