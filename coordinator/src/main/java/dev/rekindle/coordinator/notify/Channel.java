package dev.rekindle.coordinator.notify;

import java.util.Optional;

/** A way on which notifications reach somebody. */
interface Channel {

  /** Why it did not arrive; empty when it did. Never names an address, which may be a secret. */
  Optional<String> problem(Notification notification) throws InterruptedException;
}
