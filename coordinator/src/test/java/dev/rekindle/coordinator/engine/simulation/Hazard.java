package dev.rekindle.coordinator.engine.simulation;

/** What can go wrong in a {@link Fleet}. */
enum Hazard {
  /** A coordinator dies between two of its steps, and is started again. */
  DYING_COORDINATORS,
  /** A coordinator stands still for longer than a lease, and goes on with what it remembers. */
  STANDING_COORDINATORS,
  /** Another coordinator appends between the look and the append of this one. */
  RACING_COORDINATORS,
  /** A worker dies in the middle of a chunk, and is started again knowing nothing. */
  DYING_WORKERS,
  /** A worker stands still for longer than a lease, and goes on with what it was at. */
  STANDING_WORKERS,
  /** Workers' clocks are minutes ahead of or behind the journal's. */
  CLOCKS_APART,
  /** Partitions move to other readers, who begin where the group has acknowledged. */
  REBALANCES,
  /** Messages take up to half a minute. */
  SLOW_MESSAGES,
  /** Nobody reaches the broker for up to two minutes. */
  BROKER_AWAY,
  /** The broker loses everything, confirmed or not, and all offsets. */
  BROKER_LOSES_ALL,
  /** The broker loses the younger part of every partition, and keeps the offsets. */
  BROKER_LOSES_THE_YOUNGEST,
  /** The broker loses the offsets, so that everything is read again. */
  BROKER_LOSES_OFFSETS,
  /** A message is refused while those that were sent together with it are taken. */
  REFUSED_MESSAGES,
  /** Attempts fail by their own word. */
  FAILING_ATTEMPTS,
  /** People want this and that. */
  IMPATIENT_PEOPLE
}
