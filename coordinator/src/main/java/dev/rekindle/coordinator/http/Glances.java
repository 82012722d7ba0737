package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.view.ProgressBoard;
import dev.rekindle.coordinator.view.RestoreViews;
import dev.rekindle.coordinator.view.StageProgress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a restore stands now, read once for all who listen to it: a hundred listeners cost the
 * database what one does.
 */
@ApplicationScoped
public class Glances {

  /** Older, what another coordinator wrote may be missing. */
  private static final Duration FRESH = Duration.ofMillis(400);

  private static final int REMEMBERED = 500;

  private final RestoreViews views;
  private final ProgressBoard progress;

  private final Map<RestoreId, Slot> slots =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RestoreId, Slot> eldest) {
          return size() > REMEMBERED;
        }
      };

  Glances(RestoreViews views, ProgressBoard progress) {
    this.views = views;
    this.progress = progress;
  }

  /**
   * What was seen.
   *
   * @param seq of the last fact
   * @param ended whether none can come any more
   */
  record Glance(long seq, boolean ended, List<StageProgress> progress) {}

  private static final class Slot {
    private Glance glance = new Glance(0, false, List.of());
    private long commits = -1;
    private long readAt;
  }

  /**
   * Looks, or answers what was seen a moment ago.
   *
   * @param commits how many commits of this coordinator must be in it
   */
  Glance at(RestoreId restore, long commits) {
    Slot slot;
    synchronized (slots) {
      slot = slots.computeIfAbsent(restore, _ -> new Slot());
    }
    synchronized (slot) {
      long now = System.nanoTime();
      if (slot.commits < commits || now - slot.readAt > FRESH.toNanos()) {
        slot.glance = read(restore);
        slot.commits = commits;
        slot.readAt = now;
      }
      return slot.glance;
    }
  }

  private Glance read(RestoreId restore) {
    return views
        .find(restore)
        .map(summary -> new Glance(summary.seq(), summary.endedAt() != null, progress.of(restore)))
        .orElse(new Glance(0, true, List.of()));
  }
}
