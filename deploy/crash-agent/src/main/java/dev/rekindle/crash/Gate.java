package dev.rekindle.crash;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What woven code calls. The folder of the agent holds {@code points}, one a line; {@code armed/X},
 * made by the harness for each point at which the process is to die; {@code fired/X}, to which the
 * gate renames it before it kills; {@code reached/X} for every point that was passed; and {@code
 * trouble} when the agent itself failed.
 */
public final class Gate {

  private static volatile @Nullable Path folder;
  private static Map<String, Point> points = Map.of();
  private static final Set<String> reached = ConcurrentHashMap.newKeySet();
  private static final Map<String, AtomicInteger> passes = new ConcurrentHashMap<>();

  private Gate() {}

  static void open(Path where, List<Point> known) throws IOException {
    for (String name : List.of("armed", "fired", "reached")) {
      Files.createDirectories(where.resolve(name));
    }
    points = known.stream().collect(Collectors.toUnmodifiableMap(Point::name, Function.identity()));
    Death.prepare();
    folder = where;
  }

  /** Passes a point, or dies. Never fails. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  public static void pass(String name, @Nullable Object seen) {
    Path where = folder;
    if (where == null) {
      return;
    }
    try {
      Point point = points.get(name);
      if (point != null) {
        pass(where, point, point.hasVariants() ? name + "." + Variant.of(point, seen) : name);
      }
    } catch (IOException | RuntimeException e) {
      trouble(name + ": " + e);
    }
  }

  private static void pass(Path where, Point point, String name) throws IOException {
    int count = passes.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
    if (count < point.pass()) {
      return;
    }
    if (reached.add(name)) {
      touch(where.resolve("reached").resolve(name));
    }
    if (taken(where, name)) {
      Death.now();
    }
  }

  /** Only one process and one thread gets it. */
  private static boolean taken(Path where, String name) throws IOException {
    Path armed = where.resolve("armed").resolve(name);
    if (!Files.exists(armed)) {
      return false;
    }
    try {
      Files.move(armed, where.resolve("fired").resolve(name));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void touch(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // An earlier process was here.
      return;
    }
  }

  /** The harness fails when there is any. */
  static void trouble(String what) {
    Path where = folder;
    if (where == null) {
      return;
    }
    try {
      Files.writeString(
          where.resolve("trouble"),
          what + System.lineSeparator(),
          java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
    } catch (IOException e) {
      System.err.println("crash agent: " + what);
    }
  }
}
