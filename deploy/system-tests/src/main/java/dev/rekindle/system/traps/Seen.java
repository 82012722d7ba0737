package dev.rekindle.system.traps;

import dev.rekindle.system.api.Comparison;

/**
 * What was seen after a restore.
 *
 * @param eventsId the counter in backend-redis
 * @param newestEvent the highest id that the system database has seen
 * @param procedures how many there are of the one that must be there
 */
record Seen(Comparison comparison, long eventsId, long newestEvent, long procedures) {

  static Seen on(Ground ground) {
    return new Seen(
        ground.compared(),
        ground.number(ground.redis("get events/id")),
        ground.number(ground.systemSql("SELECT COALESCE(MAX(id), 0) FROM backend_events")),
        ground.number(
            ground.systemSql(
                "SELECT COUNT(*) FROM information_schema.routines WHERE routine_schema = 'system'"
                    + " AND routine_name = 'sp_invoices_friendly_id'")));
  }

  /** How much of a store is gone or has another content. */
  long differing(String store) {
    return Ground.in(comparison, store).size();
  }

  /** Differences of the cluster's objects that begin so, without the store's name. */
  String objects(String kind) {
    return String.join(
        "; ",
        Ground.in(comparison, "objects").stream()
            .map(line -> line.substring("objects: ".length()))
            .filter(line -> line.startsWith(kind))
            .toList());
  }
}
