package dev.rekindle.contract.stage;

/** How a snapshot gets into a Redis server. */
public enum LoadWay {
  /** The files on its volume are replaced while it is down. */
  FILE,
  /** Its keys are sent to it while it is up. */
  WIRE
}
