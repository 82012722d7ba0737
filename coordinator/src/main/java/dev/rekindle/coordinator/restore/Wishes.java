package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people have ordered that still stands.
 *
 * @param hold a person holds the restore
 * @param cancelRunning the hold also ends what runs
 * @param ending how it shall end; null while it shall succeed
 * @param endedBy who ordered that, and why
 * @param waivers findings that are accepted
 * @param passed breakpoints behind us
 */
public record Wishes(
    boolean hold,
    boolean cancelRunning,
    @Nullable Ending ending,
    @Nullable Signature endedBy,
    List<Waiver> waivers,
    List<StageId> passed) {

  public Wishes {
    waivers = List.copyOf(waivers);
    passed = List.copyOf(passed);
  }

  Wishes hold(boolean hold, boolean cancelRunning) {
    return new Wishes(hold, cancelRunning, ending, endedBy, waivers, passed);
  }

  Wishes ending(Ending ending, Signature by) {
    return new Wishes(false, false, ending, by, waivers, passed);
  }

  Wishes waivers(List<Waiver> waivers) {
    return new Wishes(hold, cancelRunning, ending, endedBy, waivers, passed);
  }

  Wishes passed(List<StageId> passed) {
    return new Wishes(hold, cancelRunning, ending, endedBy, waivers, passed);
  }
}
