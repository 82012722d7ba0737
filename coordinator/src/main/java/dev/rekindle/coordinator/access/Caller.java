package dev.rekindle.coordinator.access;

import java.util.List;

/**
 * Who calls.
 *
 * @param name goes into the journal with each decision; empty when nobody was asked
 */
public record Caller(String name, List<Grant> grants) {

  /** Everybody, where no login is asked for: each says who it is, and may do everything. */
  public static final Caller ANYBODY = new Caller("", List.of(new Grant(Role.ADMIN, Grant.ALL)));

  /** Who comes with the first administrator's token; no token of that name can be made. */
  public static final String FIRST_ADMIN = "first-admin";

  public Caller {
    grants = List.copyOf(grants);
  }

  /** Whether a login proved the name. */
  public boolean known() {
    return !name.isEmpty();
  }

  /** Whether it may do that to an application. */
  public boolean may(Role needed, String application) {
    return grants.stream().anyMatch(grant -> grant.allows(needed, application));
  }

  /** Whether it may do that to all applications. */
  public boolean mayEverywhere(Role needed) {
    return may(needed, Grant.ALL);
  }

  /** Whether it may do that to any application. */
  public boolean maySomewhere(Role needed) {
    return grants.stream().anyMatch(grant -> grant.role().covers(needed));
  }
}
