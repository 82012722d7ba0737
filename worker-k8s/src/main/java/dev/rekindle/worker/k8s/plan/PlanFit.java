package dev.rekindle.worker.k8s.plan;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.BackupRelation;
import dev.rekindle.contract.stage.PlanChoice;
import dev.rekindle.contract.stage.StageSpec.IdentifyApplication;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which plan fits what is there. */
public final class PlanFit {

  /** Longer parts of a version are no numbers that anybody counts with. */
  private static final int MOST_DIGITS = 9;

  private PlanFit() {}

  /**
   * What was seen.
   *
   * @param fields values by JSON pointer, texts without quotes; {@link Originals#ABSENT} without
   */
  public record Seen(Set<WorkloadRef> present, Map<String, String> fields) {

    public Seen {
      present = Set.copyOf(present);
      fields = Map.copyOf(fields);
    }

    /** From JSON texts. */
    public static Seen of(Set<WorkloadRef> present, Map<String, String> json) {
      return new Seen(
          present,
          json.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> unquoted(e.getValue()))));
    }

    /** A field's value; {@link Originals#ABSENT} without. */
    public String field(String pointer) {
      return fields.getOrDefault(pointer, Originals.ABSENT);
    }

    private static String unquoted(String json) {
      boolean text = json.length() > 1 && json.startsWith("\"") && json.endsWith("\"");
      return text ? json.substring(1, json.length() - 1) : json;
    }

    @Override
    public String toString() {
      Set<String> workloads = new TreeSet<>();
      present.forEach(ref -> workloads.add(ref.toString()));
      return "workloads " + workloads + ", fields " + new TreeMap<>(fields);
    }
  }

  /** Every workload whose presence decides. */
  public static Set<WorkloadRef> workloads(IdentifyApplication spec) {
    return spec.plans().stream()
        .flatMap(choice -> Stream.concat(choice.present().stream(), choice.absent().stream()))
        .collect(Collectors.toSet());
  }

  /** Every field whose value decides. */
  public static List<String> fields(IdentifyApplication spec) {
    return Stream.concat(
            spec.plans().stream().flatMap(choice -> choice.fields().keySet().stream()),
            spec.matches().stream().map(match -> match.field()))
        .distinct()
        .sorted()
        .toList();
  }

  /** The plan that fits; empty when none does. SPEC_INVALID for a malformed expression. */
  public static Optional<String> plan(IdentifyApplication spec, Seen seen) {
    return spec.plans().stream()
        .filter(choice -> fits(choice, seen))
        .map(PlanChoice::plan)
        .findFirst();
  }

  private static boolean fits(PlanChoice choice, Seen seen) {
    return seen.present().containsAll(choice.present())
        && choice.absent().stream().noneMatch(seen.present()::contains)
        && choice.fields().entrySet().stream()
            .allMatch(field -> matches(field.getValue(), seen.field(field.getKey())));
  }

  private static boolean matches(String expression, String value) {
    try {
      return Pattern.matches(expression, value);
    } catch (PatternSyntaxException e) {
      throw StageProblem.permanent(
          ProblemCode.SPEC_INVALID,
          "'" + expression + "' is no regular expression: " + e.getDescription());
    }
  }

  /** Whether a value of a backup is to one of the target what it must be. */
  public static boolean holds(BackupRelation relation, String backup, String target) {
    return switch (relation) {
      case SAME -> backup.equals(target);
      case NOT_NEWER -> !newer(backup, target);
    };
  }

  /** By the parts that both have; a part that is no number ends the comparison. */
  private static boolean newer(String backup, String target) {
    String[] ours = backup.split("\\.", -1);
    String[] theirs = target.split("\\.", -1);
    for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
      if (!number(ours[i]) || !number(theirs[i])) {
        return false;
      }
      int order = Integer.compare(Integer.parseInt(ours[i]), Integer.parseInt(theirs[i]));
      if (order != 0) {
        return order > 0;
      }
    }
    return false;
  }

  private static boolean number(String part) {
    return !part.isEmpty()
        && part.length() <= MOST_DIGITS
        && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
