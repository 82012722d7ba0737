package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.view.RestoreViews;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people decided, found through the index {@code restore_event_decision}. */
@ApplicationScoped
class JournaledDecisions {

  /** Literally as in the index, or the database does not see that the index serves. */
  private static final String TYPES =
      "'RestoreStarted', 'FindingWaived', 'ApprovalGiven', 'HoldOrdered', 'HoldLifted',"
          + " 'BreakpointPassed', 'EndOrdered', 'StagesReset', 'StageSkipped', 'RestoreSucceeded',"
          + " 'RestoreFailed', 'RestoreCancelled', 'FiringAccepted'";

  private final RestoreEvents events;

  JournaledDecisions(RestoreEvents events) {
    this.events = events;
  }

  List<RestoreViews.Decision> newest(RestoreViews.@Nullable Place after, int limit) {
    Map<String, Object> values = new HashMap<>();
    String place = "";
    if (after != null) {
      place =
          " and e.recordedAt <= :at and (e.recordedAt < :at or e.seq < :seq"
              + " or (e.seq = :seq and e.restore > :restore))";
      values.put("at", after.recordedAt());
      values.put("seq", after.seq());
      values.put("restore", after.restore().value());
    }
    return events
        .find(
            "select e, r from RestoreEventRow e join RestoreRow r on r.id = e.restore where e.type in ("
                + TYPES
                + ")"
                + place
                + " order by e.recordedAt desc, e.seq desc, e.restore",
            values)
        .project(Pair.class)
        .page(0, limit)
        .list()
        .stream()
        .map(JournaledDecisions::decision)
        .toList();
  }

  /** What the query selects. */
  record Pair(RestoreEventRow event, RestoreRow restore) {}

  private static RestoreViews.Decision decision(Pair pair) {
    RestoreEventRow event = pair.event();
    return new RestoreViews.Decision(
        new RestoreId(event.restore),
        pair.restore().application,
        pair.restore().cluster,
        pair.restore().mode.toLowerCase(Locale.ROOT).replace('_', '-'),
        new RestoreViews.Entry(event.seq, event.recordedAt, event.type, event.body, event.chain));
  }
}
