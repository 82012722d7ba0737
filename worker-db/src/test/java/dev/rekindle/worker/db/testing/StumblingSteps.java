package dev.rekindle.worker.db.testing;

import dev.rekindle.worker.db.importer.target.KeptAside;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Ends a swap between any two of its steps: each attempt makes one step more than those before. */
public final class StumblingSteps implements KeptAside.Watch {

  private final Set<String> made;
  private final Map<String, Integer> seen = new HashMap<>();
  private boolean further;

  private StumblingSteps(Set<String> made) {
    this.made = made;
  }

  @Override
  public void at(String step) {
    String which = step + " " + seen.merge(step, 1, Integer::sum);
    if (made.contains(which)) {
      return;
    }
    if (further) {
      throw new Stumbling.Stumble();
    }
    further = true;
    made.add(which);
  }

  /**
   * Makes attempts until one comes to its end.
   *
   * @return how many of them stumbled
   */
  public static int untilDone(Function<KeptAside.Watch, Object> attempt) {
    Set<String> made = new HashSet<>();
    for (int stumbled = 0; stumbled < 1000; stumbled++) {
      try {
        attempt.apply(new StumblingSteps(made));
        return stumbled;
      } catch (Stumbling.Stumble expected) {
        // The next one goes on.
      }
    }
    throw new AssertionError("It never ends");
  }
}
