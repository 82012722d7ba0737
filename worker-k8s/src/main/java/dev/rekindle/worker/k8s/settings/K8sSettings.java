package dev.rekindle.worker.k8s.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this worker waits. */
@ConfigMapping(prefix = "rekindle.worker.k8s")
public interface K8sSettings {

  /** Between two looks at something that is waited for. */
  @WithDefault("0.5S")
  Duration poll();

  /** How long something must stay as it is to be believed. */
  @WithDefault("3S")
  Duration settle();

  /** How long a stalled rollout may last before the attempt ends. */
  @WithDefault("45S")
  Duration patience();
}
