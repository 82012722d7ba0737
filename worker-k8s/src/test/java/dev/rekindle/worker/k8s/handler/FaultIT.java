package dev.rekindle.worker.k8s.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageOutcome.TryAgain;
import dev.rekindle.worker.kit.testing.FaultyProxy.Fate;
import dev.rekindle.worker.kit.testing.FaultyProxy.Request;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of an API server that every kind must outlive or name. The kinds poll and never watch, so
 * that a watch that ends is no fault they could meet.
 */
class FaultIT {

  private static final Predicate<Request> CHANGE = request -> !request.method().equals("GET");
  private static final String STATUS =
      """
      {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"%s","code":%d,
       "message":"%s"}
      """;

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

  private static Stream<DynamicTest> each(List<Deed<?>> deeds, Case test) {
    return deeds.stream().map(deed -> DynamicTest.dynamicTest(deed.name(), () -> test.with(deed)));
  }

  private interface Case {
    void with(Deed<?> deed) throws Exception;
  }

  private static Fate answer(int status, String reason, Map<String, String> more) {
    String message = "the server is told to say so";
    return new Fate.Answer(status, more, STATUS.formatted(reason, status, message));
  }

  private static <S extends StageSpec> StageOutcome run(Deed<S> deed, Room room, int number)
      throws IOException {
    return deed.run(shop.proxied(), directory, room, number);
  }

  private static <S extends StageSpec> String endOf(Deed<S> deed, int number) throws IOException {
    Room clean = deed.room(shop);
    assertThat(run(deed, clean, number)).isInstanceOf(Done.class);
    return clean.state();
  }

  @TestFactory
  Stream<DynamicTest> a_server_that_asks_for_patience_once_is_given_it() {
    return each(
        Deed.OBJECTS,
        deed -> {
          Room room = deed.room(shop);
          AtomicBoolean once = new AtomicBoolean();
          room.fate(request ->
              CHANGE.test(request) && once.compareAndSet(false, true)
                  ? answer(429, "TooManyRequests", Map.of("Retry-After", "1"))
                  : new Fate.Pass());

          StageOutcome outcome = run(deed, room, Deed.FIRST);

          assertThat(outcome).isInstanceOf(Done.class);
          assertThat(room.state()).isEqualTo(endOf(deed, Deed.FIRST));
        });
  }

  @TestFactory
  Stream<DynamicTest> a_server_that_takes_no_change_ends_the_attempt_and_the_next_finishes() {
    return each(
        Deed.OBJECTS,
        deed -> {
          Room room = deed.room(shop);
          String before = room.state();
          room.fate(request ->
              CHANGE.test(request)
                  ? answer(503, "ServiceUnavailable", Map.of("Retry-After", "0"))
                  : new Fate.Pass());

          StageOutcome first = run(deed, room, Deed.FIRST);

          String after = room.state();
          room.fate(Room.PASS);
          StageOutcome second = run(deed, room, Deed.NEXT);
          assertThat(first)
              .isInstanceOfSatisfying(
                  TryAgain.class,
                  failed -> {
                    assertThat(failed.code()).isEqualTo(ProblemCode.TARGET_UNREACHABLE);
                    assertThat(failed.detail()).contains("503", room.namespace());
                  });
          assertThat(after).isEqualTo(before);
          assertThat(second).isInstanceOf(Done.class);
          assertThat(room.state()).isEqualTo(endOf(deed, Deed.NEXT));
        });
  }

  private static void annotate(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(shop.simulated().url() + path.replaceAll("\\?.*", "")))
            .header("Authorization", "Bearer " + shop.simulated().token())
            .header("Content-Type", "application/merge-patch+json")
            .method(
                "PATCH",
                HttpRequest.BodyPublishers.ofString(
                    "{\"metadata\":{\"annotations\":{\"somebody\":\"else\"}}}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean replaces(Request request) {
    return request.method().equals("PATCH") || request.method().equals("PUT");
  }

  @TestFactory
  Stream<DynamicTest> what_somebody_else_changed_meanwhile_is_looked_at_again_and_kept() {
    List<Deed<?>> patching =
        List.of(Deed.FENCE, Deed.QUIESCE, Deed.START, Deed.APPLY, Deed.UNFENCE);
    return each(
        patching,
        deed -> {
          Room room = deed.room(shop);
          AtomicReference<String> changed = new AtomicReference<>("");
          room.fate(request -> {
            if (replaces(request) && changed.compareAndSet("", request.path())) {
              annotate(room.here(request.path()));
            }
            return new Fate.Pass();
          });

          StageOutcome first = run(deed, room, Deed.FIRST);

          StageOutcome last = first instanceof Done ? first : run(deed, room, Deed.NEXT);
          List<Request> calls = room.calls();
          int write = 0;
          while (!replaces(calls.get(write))) {
            write++;
          }
          String path = changed.get().replaceAll("\\?.*", "");
          assertThat(calls.get(write + 1)).isEqualTo(new Request("GET", path));
          if (!(first instanceof Done)) {
            assertThat(((TryAgain) first).code()).isEqualTo(ProblemCode.CONFLICT);
          }
          assertThat(last).isInstanceOf(Done.class);
          assertThat(room.client().raw(room.here(path))).contains("\"somebody\":\"else\"");
        });
  }

  private static boolean executes(Request request) {
    return request.path().contains("/exec");
  }

  private static void deleteHelpers(Room room) {
    for (Pod pod : room.client().pods().inNamespace(room.namespace()).list().getItems()) {
      room.client().resource(pod).withGracePeriod(0).delete();
    }
  }

  @Test
  void a_helper_pod_deleted_under_the_worker_ends_the_attempt_and_the_next_finishes()
      throws Exception {
    // Given
    Deed<?> deed = Deed.SYNC_FILES;
    Room room = deed.room(shop);
    room.fate(request -> {
      if (executes(request) && room.calls().stream().filter(FaultIT::executes).count() == 2) {
        deleteHelpers(room);
      }
      return new Fate.Pass();
    });

    // When
    StageOutcome first = run(deed, room, Deed.FIRST);

    // Then
    room.fate(Room.PASS);
    assertThat(first)
        .isInstanceOfSatisfying(
            TryAgain.class,
            failed ->
                assertThat(failed.code())
                    .isIn(ProblemCode.CONNECTION_LOST, ProblemCode.TARGET_UNREACHABLE));
    assertThat(run(deed, room, Deed.NEXT)).isInstanceOf(Done.class);
  }
}
