package dev.rekindle.coordinator.access;

import java.util.Collection;
import java.util.List;

/** What the groups of the identity provider may do. */
public interface Groups {

  /** What these give together; nothing for a group that is not listed. */
  List<Grant> of(Collection<String> groups);
}
