package dev.rekindle.coordinator.plan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.coordinator.plan.PlanProblem;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.StageOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stages of a plan. Fields that every stage has are read here; all others belong to the
 * specification of its kind. {@code timeout} goes to both when the specification has one.
 */
final class StageReader {

  private static final int MOST_ATTEMPTS = 1000;

  private static final Set<String> COMMON =
      Set.of(
          "id",
          "needs",
          "inputs",
          "attempts",
          "timeout",
          "checkTimeout",
          "finally",
          "unlessUnfinished",
          "guard");

  private final MessageCodec codec;
  private final Substitution substitution;
  private final List<PlanProblem> problems;

  StageReader(MessageCodec codec, Substitution substitution, List<PlanProblem> problems) {
    this.codec = codec;
    this.substitution = substitution;
    this.problems = problems;
  }

  /** The stages that can be read; what is wrong with the others is among the problems. */
  List<PlannedStage> read(JsonNode stages) {
    Map<String, JsonNode> places = new LinkedHashMap<>();
    for (int i = 0; i < stages.size(); i++) {
      String place = "stages[" + i + "]";
      places.put(place, substitution.tree(stages.get(i), place));
    }
    List<PlannedStage> read = new ArrayList<>();
    new Conditions(problems)
        .remaining(places)
        .forEach((place, node) -> {
          if (node instanceof ObjectNode stage) {
            stage(stage, place).ifPresent(read::add);
          } else {
            problems.add(invalid(place, "A stage must be a mapping."));
          }
        });
    return read;
  }

  private Optional<PlannedStage> stage(ObjectNode stage, String place) {
    StageId id = parsed(stage.path("id"), place + ".id", StageId::new);
    List<StageId> needs = ids(stage, "needs", place);
    List<StageId> unlessUnfinished = ids(stage, "unlessUnfinished", place);
    Map<String, StageOutput> inputs = inputs(stage.path("inputs"), place + ".inputs");
    int attempts = attempts(stage.path("attempts"), place + ".attempts");
    StageSpec spec = spec(stage, place);
    if (id == null || spec == null) {
      return Optional.empty();
    }
    return Optional.of(
        new PlannedStage(
            id,
            spec,
            needs,
            inputs,
            attempts,
            duration(stage, "timeout", place, PlannedStage.DEFAULT_TIMEOUT),
            duration(stage, "checkTimeout", place, PlannedStage.DEFAULT_CHECK_TIMEOUT),
            flag(stage, "finally", place),
            unlessUnfinished,
            flag(stage, "guard", place)));
  }

  private @Nullable StageSpec spec(ObjectNode stage, String place) {
    String name = stage.path("kind").asText("");
    Optional<StageKind> kind = StageKind.ofWireName(name);
    if (kind.isEmpty()) {
      problems.add(
          new PlanProblem(
              PlanProblem.Code.UNKNOWN_KIND,
              place + ".kind",
              "There is no stage kind '" + name + "'.",
              "Known are "
                  + Arrays.stream(StageKind.values())
                      .map(StageKind::wireName)
                      .collect(Collectors.joining(", "))
                  + "."));
      return null;
    }
    ObjectNode fields = stage.deepCopy();
    fields.remove(COMMON);
    boolean timed =
        Arrays.stream(kind.get().spec().getRecordComponents())
            .anyMatch(component -> component.getName().equals("timeout"));
    if (timed) {
      fields.put(
          "timeout", duration(stage, "timeout", place, PlannedStage.DEFAULT_TIMEOUT).toString());
    }
    try {
      StageSpec spec = codec.decode(fields, StageSpec.class);
      surplus(fields, codec.tree(spec), place);
      return spec;
    } catch (UnreadableMessage e) {
      problems.add(
          new PlanProblem(
              PlanProblem.Code.SPEC_INVALID,
              place,
              String.valueOf(e.getMessage()),
              "See the kind '" + name + "' in the list of stage kinds."));
      return null;
    }
  }

  /** Whatever was written and is not in what was understood is a mistake of its author. */
  private void surplus(JsonNode written, JsonNode understood, String place) {
    if (written.isObject() && understood.isObject()) {
      for (Map.Entry<String, JsonNode> field : written.properties()) {
        String name = field.getKey();
        if (understood.has(name)) {
          surplus(field.getValue(), understood.get(name), place + "." + name);
        } else if (!name.equals("kind")) {
          Set<String> known = new TreeSet<>();
          understood.fieldNames().forEachRemaining(known::add);
          problems.add(Fields.unknown(place + "." + name, known));
        }
      }
    } else if (written.isArray() && written.size() == understood.size()) {
      for (int i = 0; i < written.size(); i++) {
        surplus(written.get(i), understood.get(i), place + "[" + i + "]");
      }
    }
  }

  private List<StageId> ids(ObjectNode stage, String field, String place) {
    JsonNode list = stage.path(field);
    List<StageId> ids = new ArrayList<>();
    if (!list.isArray() && !list.isMissingNode()) {
      problems.add(invalid(place + "." + field, "It must be a list of stage ids."));
    }
    for (int i = 0; i < list.size(); i++) {
      StageId id = parsed(list.get(i), place + "." + field + "[" + i + "]", StageId::new);
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  private Map<String, StageOutput> inputs(JsonNode node, String place) {
    Map<String, StageOutput> inputs = new LinkedHashMap<>();
    node.properties()
        .forEach(entry -> {
          StageOutput source =
              parsed(entry.getValue(), place + "." + entry.getKey(), StageOutput::parse);
          if (source != null) {
            inputs.put(entry.getKey(), source);
          }
        });
    return inputs;
  }

  private int attempts(JsonNode node, String place) {
    if (node.isMissingNode()) {
      return PlannedStage.DEFAULT_ATTEMPTS;
    }
    if (!node.canConvertToInt() || node.asInt() < 1 || node.asInt() > MOST_ATTEMPTS) {
      problems.add(
          invalid(place, "'" + node.asText() + "' is no count from 1 to " + MOST_ATTEMPTS + "."));
      return PlannedStage.DEFAULT_ATTEMPTS;
    }
    return node.asInt();
  }

  private boolean flag(ObjectNode stage, String field, String place) {
    JsonNode node = stage.path(field);
    if (!node.isMissingNode() && !node.isBoolean()) {
      problems.add(invalid(place + "." + field, "It must be true or false."));
    }
    return node.asBoolean(false);
  }

  private Duration duration(ObjectNode stage, String field, String place, Duration standard) {
    return stage.has(field)
        ? HeaderReader.duration(stage.get(field), place + "." + field, standard, problems)
        : standard;
  }

  private <T> @Nullable T parsed(JsonNode node, String place, Function<String, T> parse) {
    try {
      return parse.apply(node.asText(""));
    } catch (IllegalArgumentException e) {
      problems.add(invalid(place, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static PlanProblem invalid(String place, String message) {
    return new PlanProblem(PlanProblem.Code.VALUE_INVALID, place, message, "Correct it.");
  }
}
