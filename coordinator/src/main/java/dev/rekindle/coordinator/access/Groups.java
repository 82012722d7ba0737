package dev.rekindle.coordinator.access;

import java.util.List;

/** What the groups of the identity provider may do. */
public interface Groups {

  /** Nothing for a group that is not listed. */
  List<Grant> of(String group);
}
