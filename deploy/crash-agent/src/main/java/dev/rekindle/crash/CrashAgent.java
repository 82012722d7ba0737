package dev.rekindle.crash;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Started as {@code -javaagent:rekindle-crash-agent.jar=FOLDER}; see {@link Gate} for the folder.
 */
public final class CrashAgent {

  private CrashAgent() {}

  /** Called by the virtual machine before the program's main method. */
  public static void premain(String folder, Instrumentation instrumentation) throws IOException {
    Path path = Path.of(folder);
    List<Point> points =
        Files.readAllLines(path.resolve("points")).stream()
            .filter(line -> !line.isBlank())
            .map(Point::parse)
            .toList();
    Gate.open(path, points);
    instrumentation.addTransformer(new Weaver(points));
  }
}
