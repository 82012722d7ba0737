package dev.rekindle.sandbox.cluster.kubelet;

import dev.rekindle.sandbox.cluster.registry.Registry;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What the workers of all pods share. */
record Node(
    Registry registry,
    ImageCatalog images,
    Volumes volumes,
    Launcher launcher,
    Subnet subnet,
    double pace) {
  static final String NAME = "node1";

  /** A delay between two bounds of a real node, in milliseconds, scaled by the pace. */
  Duration delay(int least, int most) {
    return scaled(ThreadLocalRandom.current().nextInt(least, most));
  }

  Duration scaled(long millis) {
    return Duration.ofMillis((long) (millis * pace));
  }
}
