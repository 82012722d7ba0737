package dev.rekindle.system.crash;

import dev.rekindle.system.stack.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The list of points, from the resource {@code crash/points}, whose head says how to read it. */
final class CrashPoints {

  private static final String CHECK = "check";
  private static final String OPEN = "...";

  private CrashPoints() {}

  static List<CrashPoint> all() {
    try (InputStream in =
        Objects.requireNonNull(CrashPoints.class.getResourceAsStream("/crash/points"))) {
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<CrashPoint> read(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .flatMap(CrashPoints::points)
        .toList();
  }

  private static Stream<CrashPoint> points(String line) {
    List<String> halves = List.of(line.split("\\|", 2));
    List<String> words = new ArrayList<>(List.of(halves.getFirst().strip().split("\\s+")));
    List<String> variants =
        halves.size() < 2 ? List.of() : Arrays.stream(halves.get(1).strip().split("\\s+")).toList();
    String process = words.removeFirst();
    boolean check = words.remove(CHECK);
    return Arrays.stream(Service.values())
        .filter(service -> service.label().equals(process) || isWorker(service, process))
        .map(service ->
            new CrashPoint(
                service,
                words.getFirst(),
                String.join(" ", words),
                variants.stream().filter(variant -> !variant.equals(OPEN)).toList(),
                variants.contains(OPEN),
                check));
  }

  private static boolean isWorker(Service service, String process) {
    return process.equals("worker") && service != Service.COORDINATOR;
  }
}
