package dev.rekindle.worker.k8s.plan;

import dev.rekindle.contract.stage.WorkloadRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was there before the first restore changed it: replicas by workload (its text form) and
 * fields of the custom resource by JSON pointer, as JSON text or {@link #ABSENT}. Its text is one
 * line {@code NAME = VALUE} each, to be read at night.
 */
public record Originals(Map<String, String> values) {

  /** Value of a field that the resource does not have, which is not the same as null. */
  public static final String ABSENT = "absent";

  private static final String SEPARATOR = " = ";

  public Originals {
    values = Map.copyOf(values);
  }

  /** Reads the text form; lines of another form are ignored. */
  public static Originals parse(String text) {
    Map<String, String> values = new TreeMap<>();
    text.lines()
        .forEach(line -> {
          int at = line.indexOf(SEPARATOR);
          if (at > 0) {
            values.put(line.substring(0, at), line.substring(at + SEPARATOR.length()));
          }
        });
    return new Originals(values);
  }

  /** The text form, sorted. */
  public String text() {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(entry -> entry.getKey() + SEPARATOR + entry.getValue() + "\n")
            .collect(Collectors.joining());
  }

  /**
   * What holds when {@code this} was recorded earlier and {@code live} is seen now: what was
   * recorded stays, for ever; only what was never recorded is added.
   */
  public Originals extendedBy(Originals live) {
    Map<String, String> all = new TreeMap<>(live.values);
    all.putAll(values);
    return new Originals(all);
  }

  /** Names whose recorded value is not what is seen now. */
  public List<String> differingFrom(Originals live) {
    List<String> names = new ArrayList<>();
    new TreeMap<>(values)
        .forEach((name, value) -> {
          String now = live.values.get(name);
          if (now != null && !Objects.equals(now, value)) {
            names.add(name + " was " + value + ", is " + now);
          }
        });
    return names;
  }

  /** Replicas of a workload; empty when unknown or not a number. */
  public OptionalInt replicas(WorkloadRef workload) {
    String value = values.get(workload.toString());
    try {
      return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** The recorded workloads, sorted by their text form. */
  public List<WorkloadRef> workloads() {
    return values.keySet().stream()
        .filter(name -> !name.startsWith("/"))
        .sorted()
        .map(WorkloadRef::parse)
        .toList();
  }

  /** The recorded fields of the custom resource, by JSON pointer. */
  public Map<String, String> fields() {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("/"))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
