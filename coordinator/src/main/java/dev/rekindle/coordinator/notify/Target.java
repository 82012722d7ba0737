package dev.rekindle.coordinator.notify;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where is told what.
 *
 * @param name also names the place up to which it was told; a new name begins anew
 * @param urlFile holds the address, which is a secret at chat services; read at each use
 * @param tokenFile holds a bearer token; read at each use
 * @param on what it is told of
 * @param applications which it is told of; empty for all
 * @param console address of the web console, for links
 */
record Target(
    String name,
    Format format,
    Path urlFile,
    Optional<Path> tokenFile,
    Set<Occasion> on,
    Set<String> applications,
    Optional<URI> console) {

  /** How a message looks. */
  enum Format {
    /** A CloudEvent 1.0 in structured JSON. */
    CLOUDEVENTS,
    /** What Slack, Mattermost, Rocket.Chat and the like take: {@code {"text": ...}}. */
    SLACK
  }

  Target {
    on = Set.copyOf(on);
    applications = Set.copyOf(applications);
  }

  boolean wants(Notification notification) {
    return on.contains(notification.occasion())
        && (applications.isEmpty() || applications.contains(notification.restore().application()));
  }
}
