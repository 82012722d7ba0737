package dev.rekindle.coordinator.http;

import java.util.List;

/** A list in an answer; an object, so that it can get more fields later. */
public record Items<T>(List<T> items) {

  public Items {
    items = List.copyOf(items);
  }
}
