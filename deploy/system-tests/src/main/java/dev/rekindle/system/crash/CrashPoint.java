package dev.rekindle.system.crash;

import dev.rekindle.system.stack.Service;
import java.util.List;

/**
 * A place in the code of one process.
 *
 * @param line as the agent reads it
 * @param variants each is a target of its own; empty for a point without
 * @param open whether other variants may be passed too
 * @param check whether it is passed while a restore checks
 */
record CrashPoint(
    Service service, String name, String line, List<String> variants, boolean open, boolean check) {

  CrashPoint {
    variants = List.copyOf(variants);
  }

  /**
   * One kill.
   *
   * @param id as the agent names it
   */
  record Target(Service service, String id, boolean check) {
    @Override
    public String toString() {
      return service.label() + " " + id;
    }
  }

  List<Target> targets() {
    return variants.isEmpty()
        ? List.of(new Target(service, name, check))
        : variants.stream()
            .map(variant -> new Target(service, name + "." + variant, check))
            .toList();
  }

  /** Whether something that was passed belongs to this point and is no target of it. */
  boolean misses(Service process, String passed) {
    return process == service
        && !open
        && passed.startsWith(name + ".")
        && !variants.contains(passed.substring(name.length() + 1));
  }
}
