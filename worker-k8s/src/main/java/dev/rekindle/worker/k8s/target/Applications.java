package dev.rekindle.worker.k8s.target;

import dev.rekindle.worker.kit.stage.Attempt;

/** Opens the application that an attempt works on. */
public interface Applications {

  Application open(Attempt attempt);
}
