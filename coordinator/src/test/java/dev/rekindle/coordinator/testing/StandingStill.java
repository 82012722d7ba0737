package dev.rekindle.coordinator.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Timers and relay of the application stand still: only a test moves what is its own. */
public final class StandingStill implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "rekindle.coordinator.wakeup.poll", "PT1H", "rekindle.coordinator.outbox.poll", "PT1H");
  }
}
