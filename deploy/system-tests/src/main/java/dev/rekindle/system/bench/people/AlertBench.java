package dev.rekindle.system.bench.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.system.bench.Distribution;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A storm: every alert of many episodes told many times, by several senders at once, in any order.
 * However often, each application gets one restore.
 */
public final class AlertBench implements AutoCloseable {

  private static final int TELLINGS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LoneCoordinator coordinator;
  private final int applications;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * What was seen.
   *
   * @param refused answers that were none
   * @param restores started ones, of applications so many
   */
  public record Result(
      int webhooks,
      int applications,
      int restores,
      int refused,
      Distribution millis,
      Duration took) {

    public double perSecond() {
      return webhooks / (took.toNanos() / 1e9);
    }
  }

  public AlertBench(Layout layout, int applications) {
    this.applications = applications;
    coordinator =
        new LoneCoordinator(
            layout,
            Map.of(
                "applications.yaml", LoneCoordinator.applications(applications),
                "plans/bench.yaml", PLAN,
                "policies.yaml", policies(applications)));
  }

  private static final String PLAN =
      """
      name: bench
      rto: PT1M
      stages:
        - {id: only, kind: k8s.start, workloads: [deployment/nothing]}
      """;

  private static String policies(int applications) {
    StringBuilder yaml = new StringBuilder("policies:\n");
    for (int i = 1; i <= applications; i++) {
      yaml.append(
          "  - {name: bench-%1$d, match: ['application=\"bench-%1$d\"'], application: bench-%1$d}%n"
              .formatted(i));
    }
    return yaml.toString();
  }

  /** Sends so many, over so many connections at once. */
  public Result run(int webhooks, int senders, long seed) throws InterruptedException {
    List<String> bodies = bodies(webhooks, seed);
    ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger next = new AtomicInteger();
    long began = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = next.getAndIncrement(); n < webhooks; n = next.getAndIncrement()) {
                  send(bodies.get(n), millis, refused);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    return new Result(
        webhooks,
        applications,
        started().size(),
        refused.get(),
        new Distribution(List.copyOf(millis)),
        took);
  }

  /** Each episode fires first at one time, and ends with some that are told of last or first. */
  private List<String> bodies(int webhooks, long seed) {
    Instant begin = Instant.now().minusSeconds(600);
    List<String> bodies = new ArrayList<>();
    for (int n = 0; n < webhooks; n++) {
      int episode = n / TELLINGS;
      bodies.add(
          """
          {"version": "4", "alerts": [{"status": "%s", "fingerprint": "%016x", "startsAt": "%s",
            "labels": {"alertname": "Down", "application": "bench-%d"}}]}
          """
              .formatted(
                  n % TELLINGS < TELLINGS - 4 ? "firing" : "resolved",
                  episode,
                  begin.plusMillis(episode),
                  episode % applications + 1));
    }
    Collections.shuffle(bodies, new Random(seed));
    return bodies;
  }

  private void send(String body, ConcurrentLinkedQueue<Double> millis, AtomicInteger refused) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(coordinator.url() + "/webhooks/alertmanager"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofMinutes(2))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    long from = System.nanoTime();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      millis.add((System.nanoTime() - from) / 1e6);
      if (status != 202) {
        refused.incrementAndGet();
      }
    } catch (IOException e) {
      refused.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<String> started() {
    Set<String> ids = new HashSet<>();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(coordinator.url() + "/api/v1/restores?limit=500"))
              .build();
      JsonNode items =
          JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
              .path("items");
      items.forEach(item -> ids.add(item.path("id").asText()));
      return ids;
    } catch (IOException e) {
      throw new IllegalStateException("The restores cannot be listed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ids;
    }
  }

  @Override
  public void close() {
    coordinator.close();
  }
}
