package dev.rekindle.coordinator.notify;

import java.util.Set;

/**
 * Where is told what.
 *
 * @param name also names the place up to which it was told; a new name begins anew
 * @param on what it is told of
 * @param applications which it is told of; empty for all
 */
record Target(String name, Channel channel, Set<Occasion> on, Set<String> applications) {

  Target {
    on = Set.copyOf(on);
    applications = Set.copyOf(applications);
  }

  boolean wants(Notification notification) {
    return on.contains(notification.occasion())
        && (applications.isEmpty() || applications.contains(notification.restore().application()));
  }
}
