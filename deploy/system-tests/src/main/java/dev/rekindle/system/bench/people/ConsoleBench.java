package dev.rekindle.system.bench.people;

import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people who look cost: bytes of the first page, and listeners to one restore. */
public final class ConsoleBench implements AutoCloseable {

  private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(/console/[^\"]+)\"");

  private static final String PLAN =
      """
      name: bench
      rto: PT1M
      stages:
        - {id: only, kind: k8s.start, workloads: [deployment/nothing]}
      """;

  private final LoneCoordinator coordinator;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * What was seen.
   *
   * @param idle milliseconds of the coordinator's processors a second, with nobody who listens
   * @param listening the same with all listeners
   * @param bytesEach memory of the process that a listener added
   * @param firstPage bytes over the wire, compressed as a browser asks for; 0 without a console
   */
  public record Result(
      int listeners, int heard, double idle, double listening, long bytesEach, long firstPage) {

    /** Milliseconds of a processor a second for each listener. */
    public double millisEach() {
      return (listening - idle) / listeners;
    }
  }

  public ConsoleBench(Layout layout) {
    coordinator =
        new LoneCoordinator(
            layout,
            Map.of("applications.yaml", LoneCoordinator.applications(1), "plans/bench.yaml", PLAN));
  }

  /** So many listen to one restore for a while. */
  public Result run(int listeners, Duration each) throws IOException, InterruptedException {
    long firstPage = firstPage();
    String restore = coordinator.startRestore("listeners");
    Thread.sleep(5_000);
    double idle = load(each);
    long memory = coordinator.process().residentBytes();
    AtomicInteger heard = new AtomicInteger();
    List<InputStream> streams = new ArrayList<>();
    try {
      for (int i = 0; i < listeners; i++) {
        streams.add(listen(restore, heard));
      }
      Thread.sleep(5_000);
      double listening = load(each);
      long grown = coordinator.process().residentBytes() - memory;
      return new Result(
          listeners, heard.get(), idle, listening, Math.max(0, grown) / listeners, firstPage);
    } finally {
      for (InputStream stream : streams) {
        stream.close();
      }
    }
  }

  private double load(Duration length) throws InterruptedException {
    Duration before = coordinator.process().cpu();
    Thread.sleep(length);
    return coordinator.process().cpu().minus(before).toNanos() / 1e6 / length.toSeconds();
  }

  private InputStream listen(String restore, AtomicInteger heard)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(coordinator.url() + "/api/v1/restores/" + restore + "/events"))
            .build();
    InputStream stream = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                if (stream.read() >= 0) {
                  heard.incrementAndGet();
                }
                long _ = stream.transferTo(OutputStream.nullOutputStream());
              } catch (IOException _) {
                // Closed at the end.
              }
            });
    return stream;
  }

  /** The page itself and all that it names. */
  private long firstPage() throws IOException, InterruptedException {
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(URI.create(coordinator.url() + "/console/")).build(),
            HttpResponse.BodyHandlers.ofString());
    if (page.statusCode() != 200) {
      return 0;
    }
    long bytes = page.body().length();
    Matcher files = FILE.matcher(page.body());
    while (files.find()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(coordinator.url() + files.group(1)))
              .header("Accept-Encoding", "gzip")
              .build();
      bytes += http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
    }
    return bytes;
  }

  @Override
  public void close() {
    coordinator.close();
  }
}
