package dev.rekindle.sandbox.server;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Main class of the broker's own JVM: formats the storage once, then runs the broker. */
final class BrokerMain {

  private BrokerMain() {}

  /** Arguments: settings file, cluster id. */
  public static void main(String[] args) {
    Path settings = Path.of(args[0]);
    Path formatted = settings.resolveSibling("log").resolve("meta.properties");
    if (!Files.exists(formatted)) {
      int result =
          StorageTool.execute(
              new String[] {"format", "-t", args[1], "-c", args[0], "--ignore-formatted"},
              System.out);
      if (result != 0) {
        throw new IllegalStateException("Formatting the storage ended with " + result);
      }
    }
    Kafka.main(new String[] {args[0]});
  }
}
