package dev.rekindle.coordinator.exchange;

import java.util.List;

/** Those that want to hear of facts, as they were known at the start. */
public interface FactSubscribers {
  List<FactSubscriber> all();
}
