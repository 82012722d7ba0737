package dev.rekindle.coordinator.trigger;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many restores may be open at once before alerts wait with new ones. People's starts count but
 * are not held back.
 */
public record Budget(OptionalInt perCluster, OptionalInt total) {

  /** Any number. */
  public static final Budget NONE = new Budget(OptionalInt.empty(), OptionalInt.empty());

  /** Restores that are open, dry runs aside. */
  public record Load(int inCluster, int inAll) {}

  /** Why there is no room for one more; empty when there is. */
  Optional<String> exhausted(String cluster, Load load) {
    if (perCluster.isPresent() && load.inCluster() >= perCluster.getAsInt()) {
      return Optional.of(
          "Cluster '"
              + cluster
              + "' has "
              + load.inCluster()
              + " open restore(s), and the budget allows "
              + perCluster.getAsInt());
    }
    if (total.isPresent() && load.inAll() >= total.getAsInt()) {
      return Optional.of(
          "There are "
              + load.inAll()
              + " open restore(s), and the budget allows "
              + total.getAsInt());
    }
    return Optional.empty();
  }
}
