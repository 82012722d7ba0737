package dev.rekindle.worker.k8s.settings;

import dev.rekindle.worker.k8s.handler.Pace;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Makes plain records of the settings. */
@Dependent
public class Producers {

  /** How handlers wait. */
  @Produces
  @Dependent
  Pace pace(K8sSettings settings) {
    return new Pace(settings.poll(), settings.settle(), settings.patience());
  }
}
