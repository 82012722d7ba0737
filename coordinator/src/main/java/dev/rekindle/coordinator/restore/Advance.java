package dev.rekindle.coordinator.restore;

/**
 * What follows of itself from a state: after every input, one step after the other until nothing
 * follows any more. So there is nothing to recover: a restarted coordinator only has to tick.
 */
final class Advance {

  /** No plan leads to that many facts at once. */
  private static final int LIMIT = 10_000;

  private Advance() {}

  static void run(Draft draft) {
    int before;
    do {
      before = draft.size();
      step(draft);
      if (draft.size() > LIMIT) {
        throw new IllegalStateException("Restore " + draft.state().restore() + " never settles");
      }
    } while (draft.size() > before);
  }

  private static void step(Draft draft) {
    int before = draft.size();
    if (draft.state().step().phase().terminal()) {
      return;
    }
    Holds.settle(draft);
    if (draft.size() > before) {
      return;
    }
    if (draft.state().ending()) {
      EndAdvance.step(draft);
      return;
    }
    switch (draft.state().step()) {
      case CHECKING -> CheckAdvance.step(draft);
      case RUNNING, VERIFYING -> RunAdvance.step(draft);
      case AWAITING_APPROVAL, SUCCEEDED, FAILED, CANCELLED -> {
        // Waits for a person, or is over.
      }
    }
  }
}
