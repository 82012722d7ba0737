package dev.rekindle.coordinator.exchange;

import dev.rekindle.coordinator.engine.Append;

/** Hears of what this coordinator appended, after the commit. Must not fail, and must be quick. */
@FunctionalInterface
public interface AppendListener {

  /** The facts are in the journal. */
  void appended(Append append);
}
