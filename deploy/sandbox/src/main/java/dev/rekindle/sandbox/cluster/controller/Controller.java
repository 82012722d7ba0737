package dev.rekindle.sandbox.cluster.controller;

import java.time.Instant;

/**
 * One controller: looks at everything it is responsible for and does the next missing step. Called
 * again after every change.
 */
interface Controller {
  void sync(Instant now);
}
