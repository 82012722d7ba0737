package dev.rekindle.worker.k8s.handler;

import dev.rekindle.worker.k8s.plan.Rollout.Cause;
import java.time.Duration;

/**
 * How long handlers wait.
 *
 * @param poll between two looks
 * @param settle how long something must stay as it is to be believed
 * @param patience how long a stalled rollout may last before the attempt ends; some causes get a
 *     multiple of it
 */
public record Pace(Duration poll, Duration settle, Duration patience) {

  /** Crashes and full nodes often heal by themselves; a refusal or a missing image does not. */
  Duration patienceWith(Cause cause) {
    return switch (cause) {
      case REFUSED, IMAGE, DEADLINE -> patience;
      case CRASH -> patience.multipliedBy(3);
      case SCHEDULING -> patience.multipliedBy(4);
    };
  }
}
