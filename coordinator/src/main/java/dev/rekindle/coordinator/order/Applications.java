package dev.rekindle.coordinator.order;

import java.util.List;
import java.util.Optional;

/** The applications of this installation. {@link CatalogUnreadable} when their file is damaged. */
public interface Applications {

  List<Application> all();

  /** The application of that name. */
  default Optional<Application> find(String name) {
    return all().stream().filter(application -> application.name().equals(name)).findFirst();
  }
}
